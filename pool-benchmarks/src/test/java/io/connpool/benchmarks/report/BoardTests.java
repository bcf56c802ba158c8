package io.connpool.benchmarks.report;

import java.util.Map;

import io.connpool.benchmarks.report.Figures.Order;
import io.connpool.benchmarks.report.Standings.Column;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class BoardTests {

	private static final Map<String, Board> BOARDS = Board.byCase(Csv.parse("""
			scenario,contender,fork,case,outcome,uses,learns
			x,connpool,1,"32 on 8, short",ok,10,Cause
			x,connpool,2,"32 on 8, short",ok,30,Cause
			x,connpool,3,"32 on 8, short",ok,20,Other
			x,hikari,1,"32 on 8, short",ok,5,
			x,hikari,2,,did not finish within 42 s,,
			x,abq,1,"32 on 8, short",ok,10,
			x,netty,1,,n/a: cannot do that,,
			x,dedicated,1,"32 on 8, short",ok,40,
			""".lines().toList()));

	private final Board board = BOARDS.get("32 on 8, short");

	@Test
	void valuesAreMediansOverForks() {
		assertThat(this.board.value("connpool", "uses")).isEqualTo(20);
		assertThat(this.board.value("connpool", "unknown")).isNaN();
		assertThat(this.board.value("nobody", "uses")).isNaN();
		assertThat(this.board.text("connpool", "learns")).isEqualTo("Cause");
	}

	@Test
	void whoHasNoResultIsListedWithTheReason() {
		assertThat(this.board.finishers()).containsExactly("connpool", "hikari", "abq", "dedicated");
		assertThat(this.board.others()).containsExactly(entry("netty", "n/a: cannot do that"));
		assertThat(this.board.unsteady()).containsExactly("hikari");
	}

	@Test
	void limitsComeLastAndAreNoRivals() {
		assertThat(this.board.ranking("uses", Order.HIGH)).containsExactly("connpool", "abq", "hikari", "dedicated");
		assertThat(this.board.ranking("uses", Order.LOW)).containsExactly("hikari", "abq", "connpool", "dedicated");
		assertThat(this.board.best("uses", Order.HIGH, Entrants::isRival)).contains("abq");
		assertThat(this.board.best("uses", Order.HIGH, (name) -> Entrants.isRival(name) && Entrants.isPool(name)))
			.contains("hikari");
		assertThat(this.board.best("uses", Order.HIGH, Entrants::isLimit)).contains("dedicated");
	}

	@Test
	void tableShowsRatiosToBestRivalAndLimit() {
		String table = Standings.by("uses", "uses/s", Order.HIGH).with(Column.text("learns", "gets")).table(this.board);

		assertThat(table).isEqualTo("""
				|  | uses/s | to best rival | to limit | gets | lacks |
				|---|--:|--:|--:|--:|--:|
				| **connpool** | 20 | 2 × | 0.5 × | Cause | %s |
				| abq | 10 | 1 × | 0.25 × |  | %s |
				| hikari † | 5 | 0.5 × | 0.125 × |  | %s |
				| *dedicated* | 40 | 4 × | 1 × |  |  |
				| netty | n/a: cannot do that |  |  |  |  |

				† hikari had no result in at least one fork.
				""".formatted(Entrants.lacks("connpool"), Entrants.lacks("abq"), Entrants.lacks("hikari")));
	}

	@Test
	void scenarioThatNobodyCouldRunHasOneBoard() {
		Map<String, Board> boards = Board.byCase(Csv.parse("""
				scenario,contender,fork,case,outcome
				e,connpool,1,,n/a: needs JDK 21
				""".lines().toList()));

		assertThat(boards).containsOnlyKeys("");
		assertThat(boards.get("").finishers()).isEmpty();
		assertThat(boards.get("").others()).containsEntry("connpool", "n/a: needs JDK 21");
	}

}
