package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.List;

import io.connpool.Lease;
import io.connpool.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SoakRunTests {

	private static final Pace QUICK = new Pace(Duration.ofMillis(150), Duration.ofMillis(400), Duration.ofMillis(50),
			Duration.ofMillis(800), Duration.ofMillis(2200));

	private static final Pace NOTHING_GOES_WRONG = new Pace(Duration.ofHours(1), Duration.ofHours(2),
			Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

	private Stations stations;

	@BeforeEach
	void open() throws Exception {
		this.stations = Stations.open((line) -> {
		});
	}

	@AfterEach
	void close() throws Exception {
		this.stations.close();
	}

	@Test
	void poolsComeOutOfTheirTroublesClean() throws Exception {
		Sheet sheet = soak("0.14", QUICK);

		assertThat(broken(sheet)).as(this::findings).isEmpty();
		assertThat(this.stations.healing().kinds()).isGreaterThan(5);
		assertThat(this.stations.all()).allSatisfy((station) -> assertThat(station.ledger().ok()).isPositive());
		assertThat(sheet.toMarkdown()).contains("| seed | 4711 |", "| replies of somebody else | 0 | 0 | yes |",
				"| pinging | framed TCP", "| attempts to connect within a second ", "slept on its carrier");
	}

	@Test
	void replyOfSomebodyElseIsConvicted() throws Exception {
		station("strict").target()
			.tagServer()
			.answerWith((tag) -> (tag.nonce() % 5 == 0) ? new Tag(tag.pool(), tag.borrower() + 1, tag.nonce()) : tag);

		Sheet sheet = soak("0.05", NOTHING_GOES_WRONG);

		assertThat(broken(sheet)).as(this::findings)
			.extracting(Figure::name)
			.containsExactly("replies of somebody else");
		assertThat(this.stations.findings().texts())
			.allSatisfy((text) -> assertThat(text).contains("foreign reply: strict: #", "got the reply to #"));
	}

	@Test
	void leaseThatDoesNotComeBackIsConvicted() throws Exception {
		Lease<?> lease = station("lines").pool().acquire();

		Sheet sheet = soak("0.05", NOTHING_GOES_WRONG);

		lease.close();
		assertThat(broken(sheet)).as(this::findings)
			.extracting(Figure::name)
			.containsExactly("leases that did not come back");
	}

	@Test
	void failureThatNoFaultExplainsIsConvicted() throws Exception {
		station("bounded").target().proxy().all(Fault.cutAfter(40).inReplies());

		Sheet sheet = soak("0.05", NOTHING_GOES_WRONG);

		assertThat(broken(sheet)).as(this::findings).extracting(Figure::name).containsExactly("… failed for no reason");
	}

	private Sheet soak(String minutes, Pace pace) throws Exception {
		return new SoakRun(
				SoakOptions.parse("--minutes", minutes, "--seed", "4711", "--borrowers", "126", "--rate", "500")
					.withPace(pace),
				this.stations)
			.run();
	}

	/** But for those that a machine on which nothing gets its time is to blame for. */
	private static List<Figure> broken(Sheet sheet) {
		return sheet.broken()
			.stream()
			.filter((figure) -> !figure.name().equals(Figure.MACHINE_HAD_NO_TIME) && !figure.name().equals(Figure.LATE))
			.toList();
	}

	private String findings() {
		return String.join("\n", this.stations.findings().texts());
	}

	private Station station(String name) {
		return this.stations.all().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

}
