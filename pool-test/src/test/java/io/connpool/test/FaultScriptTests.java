package io.connpool.test;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertReset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Faults decided by a script or a seed.
 */
class FaultScriptTests {

	private static final Fault FIRST_LOST = Fault.truncate(0, 1);

	private ProxyRig rig;

	private FaultProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.rig = new ProxyRig();
		this.proxy = this.rig.proxy();
	}

	@AfterEach
	void end() throws IOException {
		this.rig.close();
	}

	@Test
	void scriptSaysWhatEachConnectionSuffers() throws IOException {
		Queue<Long> numbers = new ConcurrentLinkedQueue<>();
		this.proxy.script((number) -> {
			numbers.add(number);
			return (number % 2 == 0) ? FIRST_LOST : Fault.none();
		});

		for (int i = 0; i < 2; i++) {
			this.rig.connect().assertHealthy();
			this.rig.connect().assertRequestArrivesAs("abc", "bc");
		}

		assertThat(numbers).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void numberGoesBeforeNextAndNextBeforeScript() throws IOException {
		this.proxy.script((number) -> Fault.stray(0, (byte) 's'));
		this.proxy.next(Fault.stray(0, (byte) 'n'));
		this.proxy.connection(1).fault(Fault.stray(0, (byte) '1'));

		this.rig.connect().assertRequestArrivesAs("", "1");
		this.rig.connect().assertRequestArrivesAs("", "n");
		this.rig.connect().assertRequestArrivesAs("", "s");
	}

	@Test
	void connectionIsResetIfItsScriptFailsAndOthersAreNot() throws IOException {
		this.proxy.script((number) -> {
			if (number == 1) {
				throw new AssertionError("thrown by the test's script");
			}
			return Fault.none();
		});

		assertReset(this.rig.connect().client());
		this.rig.connect().assertHealthy();
	}

	@Test
	void scriptThatGivesOrdersToItsProxyFailsInsteadOfWaitingForItself() throws IOException {
		this.proxy.script((number) -> {
			this.proxy.cut();
			return Fault.none();
		});

		assertReset(this.rig.client());
		this.proxy.restore();
		await().until(() -> this.proxy.open() == 0);
	}

	@Test
	void seedDecidesWhatHappens() {
		FaultScript script = FaultScript.random(4711);

		assertThat(faults(script)).isEqualTo(faults(FaultScript.random(4711)));
		assertThat(faults(script)).isNotEqualTo(faults(FaultScript.random(4712)));
		assertThat(kinds(script)).containsExactlyInAnyOrder("latency", "bandwidth", "slice", "slowClose", "cutAfter",
				"closeAfter", "endAfter", "muteAfter", "blackholeAfter", "truncate", "corrupt", "duplicate", "reorder",
				"stray");
	}

	@Test
	void seededFaultsHappenAgainInTheNextRun() throws IOException {
		FaultScript script = FaultScript.random(1, 0.5, FIRST_LOST.inRequests());
		List<Fault> expected = LongStream.rangeClosed(1, 20).mapToObj(script::faultOf).toList();
		assertThat(expected).contains(Fault.none(), FIRST_LOST.inRequests());

		this.proxy.script(FaultScript.random(1, 0.5, FIRST_LOST.inRequests()));

		for (Fault fault : expected) {
			this.rig.connect().assertRequestArrivesAs("abc", fault.equals(Fault.none()) ? "abc" : "bc");
		}
	}

	@Test
	void shareDecidesHowManyAreStruck() {
		assertThat(faults(FaultScript.random(1, 0, FIRST_LOST))).containsOnly(Fault.none());
		assertThat(faults(FaultScript.random(1, 1, FIRST_LOST))).containsOnly(FIRST_LOST);
		assertThat(faults(FaultScript.random(1, 0.1, FIRST_LOST))).filteredOn(FIRST_LOST::equals)
			.hasSizeBetween(60, 140);
		assertThatIllegalArgumentException().isThrownBy(() -> FaultScript.random(1, 1.5, FIRST_LOST))
			.withMessage("share = 1.5, allowed: from 0 to 1");
		assertThatIllegalArgumentException().isThrownBy(() -> FaultScript.random(1, 1))
			.withMessage("faults.length = 0, allowed: one or more");
	}

	private static List<Fault> faults(FaultScript script) {
		return LongStream.rangeClosed(1, 1000).mapToObj(script::faultOf).toList();
	}

	private static List<String> kinds(FaultScript script) {
		return faults(script).stream().map((fault) -> fault.toString().replaceAll("\\(.*", "")).distinct().toList();
	}

}
