package io.connpool.engine;

import java.time.Duration;
import java.util.stream.Stream;

import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.test.FakeClock;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Inline hooks must not block. One that does delays whoever called it, and nobody else:
 * with real threads, until the test lets it go.
 */
class HangingHookTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	final LogTape log = new LogTape(new FakeClock());

	static Stream<Arguments> hooks() {
		return Stream.of(InlineHook.values())
			.flatMap((hook) -> Stream.of(Fairness.values()).map((fairness) -> Arguments.of(hook, fairness)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("hooks")
	void aHookThatHangsDelaysItsOwnCallerOnly(InlineHook hook, Fairness fairness) throws Exception {
		try (HangingPool rig = new HangingPool(fairness, hook::settings)) {
			rig.fill();

			Background<?> caller = hook.hang(rig);
			rig.hang.awaitArrival();

			rig.assertThatOthersAreServed();
			rig.assertThatPassesAreMade(hook.placesLeft());
			if (hook.report() != null) {
				assertThatItIsReportedOnce(hook.report(), rig);
			}
			if (hook.delaysItsCaller()) {
				assertThat(caller.isRunning()).as("delayed").isTrue();
			}
			else {
				caller.get();
			}
			assertThat(rig.hang.isHeld()).as("all the time").isTrue();

			rig.hang.letGo();
			caller.get();
			rig.assertThatAllIsWell();
		}
	}

	/** However many passes find it hanging. */
	private void assertThatItIsReportedOnce(String report, HangingPool rig) throws InterruptedException {
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> !this.log.entries(report).isEmpty());
		for (Lease<?> held : rig.take(1)) {
			rig.awaitPasses(3);
			held.close();
		}
		assertThat(this.log.entries(report)).singleElement()
			.extracting(LogTape.Entry::message)
			.asString()
			.startsWith("hanging – ");
	}

}
