package io.connpool;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link CloseReport} says in words.
 */
class CloseReportTests {

	private static CloseReport report(int aborted, int quarantined) {
		List<LeaseInfo> leases = IntStream.rangeClosed(1, aborted)
			.mapToObj((id) -> new LeaseInfo(id, "caller", Duration.ofMillis(7), false))
			.toList();
		List<String> calls = IntStream.rangeClosed(1, quarantined).mapToObj((id) -> "open of #" + id).toList();
		return new CloseReport("orders", Duration.ofMillis(12), 3, leases, calls);
	}

	@Test
	void aCleanOneIsShort() {
		assertThat(report(0, 0)).hasToString("orders – closed after 12 ms: 3 leases drained, 0 aborted");
	}

	@Test
	void leasesAndCallsAreNamed() {
		assertThat(report(2, 2)).hasToString("orders – closed after 12 ms: 3 leases drained, 2 aborted; #1 held by "
				+ "caller for 7 ms; #2 held by caller for 7 ms; still running: open of #1, open of #2");
	}

	@Test
	void tenAreNamedAndTheOthersCounted() {
		assertThat(report(10, 10).summary()).contains("#10 held by caller for 7 ms; still running: ")
			.endsWith("open of #10");
		assertThat(report(50, 11).summary()).contains("50 aborted", "#10 held by caller for 7 ms; and 40 more; still")
			.doesNotContain("#11 held by")
			.endsWith("open of #10, and 1 more");
		assertThat(report(50, 11).aborted()).as("the list has them all").hasSize(50);
	}

}
