package io.connpool.test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertEnded;
import static io.connpool.test.ProxyRig.assertReset;
import static io.connpool.test.ProxyRig.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Each fault that takes time, seen from both sides. There are hardly any upper bounds,
 * since the machine may be busy.
 */
class FaultTimingTests {

	private ProxyRig rig;

	@BeforeEach
	void start() throws IOException {
		this.rig = new ProxyRig();
	}

	@AfterEach
	void end() throws IOException {
		this.rig.close();
	}

	@Test
	void latencyHoldsUpEachDirection() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofMillis(80)));

		Duration request = time(() -> {
			wire.request("question");
			wire.assertServerReceives("question");
		});
		Duration reply = time(() -> {
			wire.reply("answer");
			wire.assertClientReceives("answer");
		});

		assertThat(request).isGreaterThanOrEqualTo(Duration.ofMillis(80));
		assertThat(reply).isGreaterThanOrEqualTo(Duration.ofMillis(80));
	}

	@Test
	void latencyInOneDirectionLeavesTheOtherAlone() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofHours(1)).inReplies());

		wire.request("question");
		wire.assertServerReceives("question");
		wire.reply("answer");

		assertSilent(wire.client());
	}

	@Test
	void latencyHoldsUpTheEnd() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofMillis(80)).inRequests());

		Duration end = time(() -> {
			wire.client().shutdownOutput();
			assertEnded(wire.server());
		});

		assertThat(end).isGreaterThanOrEqualTo(Duration.ofMillis(80));
	}

	@Test
	void latencyHoldsUpTheResetAndLosesNothingBeforeIt() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofMillis(600)).inReplies());
		wire.assertRequestArrivesAs("question", "question");
		wire.reply("last words");
		settle(); // by now the proxy has them

		Duration reset = time(() -> {
			reset(wire.server());
			wire.assertClientReceives("last words");
			assertReset(wire.client());
		});

		assertThat(reset).isGreaterThanOrEqualTo(Duration.ofMillis(600));
	}

	@Test
	void delayHoldsUpTheClientsReset() throws IOException {
		Wire wire = this.rig.connect();
		wire.assertHealthy();
		this.rig.proxy().delay(Duration.ofMillis(150));

		Duration reset = time(() -> {
			reset(wire.client());
			assertReset(wire.server());
		});

		assertThat(reset).isGreaterThanOrEqualTo(Duration.ofMillis(150));
	}

	@Test
	void resetThatIsFoundByWritingIsHeldUpToo() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofSeconds(1)).inReplies().and(Fault.blackholeAfter(0).inReplies()));
		wire.assertRequestArrivesAs("question", "question");
		reset(wire.server()); // not seen, since nothing is read from there

		Duration reset = time(() -> {
			wire.request("?");
			settle(); // by now the proxy has written, which may go well once
			wire.request("?");
			settle();
			assertReset(wire.client());
		});

		assertThat(reset).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void restorePassesAtOnceAResetThatWasHeldUp() throws IOException {
		Wire wire = this.rig.connect();
		wire.assertHealthy();
		this.rig.proxy().delay(Duration.ofHours(1));
		reset(wire.client());
		await().until(() -> this.rig.proxy().open() == 0);
		assertSilent(wire.server());

		this.rig.proxy().restore();

		assertReset(wire.server());
	}

	@Test
	void jitterKeepsTheOrderOfBytes() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofMillis(10), Duration.ofMillis(10)));

		for (char letter = 'a'; letter <= 'z'; letter++) {
			wire.request(String.valueOf(letter));
			wire.reply(String.valueOf(letter));
		}

		wire.assertServerReceives("abcdefghijklmnopqrstuvwxyz");
		wire.assertClientReceives("abcdefghijklmnopqrstuvwxyz");
	}

	@Test
	void jitterVariesWithinItsRangeAndIsTheSameInEachRun() {
		Fault fault = Fault.latency(Duration.ofNanos(1000), Duration.ofNanos(400));
		Effect first = fault.effects(Direction.REPLIES, 7).get(0);
		Effect again = fault.effects(Direction.REPLIES, 7).get(0);

		List<Long> delays = LongStream.generate(first::delayNanos).limit(200).boxed().toList();

		assertThat(LongStream.generate(again::delayNanos).limit(200)).containsExactlyElementsOf(delays);

		assertThat(delays).allSatisfy((delay) -> assertThat(delay).isBetween(600L, 1400L));
		assertThat(delays).anyMatch((delay) -> delay < 800).anyMatch((delay) -> delay > 1200);
	}

	@Test
	void jitterBeyondTheDelayIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.latency(Duration.ofMillis(1), Duration.ofMillis(2)))
			.withMessage("jitter = PT0.002S, allowed: at most the delay, PT0.001S");
	}

	@Test
	void bandwidthKeepsTheRate() throws IOException {
		Wire wire = connect(Fault.bandwidth(20_000).inReplies());
		byte[] bytes = new byte[10_000];

		Duration replies = time(() -> {
			wire.server().getOutputStream().write(bytes);
			assertThat(wire.client().getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
		});
		wire.request("the other direction is as fast as ever");
		wire.assertServerReceives("the other direction is as fast as ever");

		// half a second, less the 20 ms by which a late portion may be made up for, and
		// the last portion's own 10 ms
		assertThat(replies).isGreaterThanOrEqualTo(Duration.ofMillis(470));
	}

	@Test
	void bandwidthOfAFewBytesASecondPassesThemOneByOne() throws IOException {
		Wire wire = connect(Fault.bandwidth(20).inRequests());
		assertSilent(wire.server()); // what was not used so far is lost

		Duration requests = time(() -> {
			wire.request("abcdef");
			wire.assertServerReceives("abcdef");
		});

		assertThat(requests).isGreaterThanOrEqualTo(Duration.ofMillis(230));
	}

	@Test
	void highBandwidthIsUsed() throws IOException {
		Wire wire = connect(Fault.bandwidth(10_000_000).inRequests());
		byte[] bytes = new byte[1 << 20];

		Duration requests = time(() -> {
			wire.client().getOutputStream().write(bytes);
			assertThat(wire.server().getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
		});

		assertThat(requests).isBetween(Duration.ofMillis(75), Duration.ofSeconds(8));
	}

	@Test
	void slicedBytesArriveInPortions() throws IOException {
		Wire wire = connect(Fault.slice(2, Duration.ofMillis(300)).inReplies());
		byte[] buffer = new byte[16];

		Duration replies = time(() -> {
			wire.reply("abcde");
			wire.assertClientReceives("abcde");
		});
		wire.request("whole");

		assertThat(wire.server().getInputStream().read(buffer)).isEqualTo(5);
		// three portions, two pauses
		assertThat(replies).isGreaterThanOrEqualTo(Duration.ofMillis(600));
	}

	@Test
	void slowCloseHoldsUpTheEndButNoBytes() throws IOException {
		Wire wire = connect(Fault.slowClose(Duration.ofMillis(150)).inReplies());

		wire.reply("bye");
		wire.assertClientReceives("bye");
		Duration end = time(() -> {
			wire.server().close();
			assertEnded(wire.client());
		});

		assertThat(end).isGreaterThanOrEqualTo(Duration.ofMillis(150));
	}

	@Test
	void slowCloseInRequestsHoldsUpTheClientsEnd() throws IOException {
		Wire wire = connect(Fault.slowClose(Duration.ofMillis(150)).inRequests());

		Duration end = time(() -> {
			wire.client().shutdownOutput();
			assertEnded(wire.server());
		});

		assertThat(end).isGreaterThanOrEqualTo(Duration.ofMillis(150));
		wire.reply("still heard");
		wire.assertClientReceives("still heard");
	}

	@Test
	void restorePassesAtOnceWhatWasHeldUp() throws IOException {
		Wire wire = connect(Fault.latency(Duration.ofHours(1)).and(Fault.bandwidth(1)));
		wire.request("a long question");
		assertSilent(wire.server());

		this.rig.proxy().restore();

		wire.assertServerReceives("a long question");
		wire.assertHealthy();
	}

	private Wire connect(Fault fault) throws IOException {
		this.rig.proxy().next(fault);
		return this.rig.connect();
	}

	/** Has the proxy take, and pass on, whatever has come to it. */
	private void settle() {
		assertThat(this.rig.proxy().connection(1).isOpen()).isTrue();
	}

	private static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	private static Duration time(Step step) throws IOException {
		long start = System.nanoTime();
		step.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private interface Step {

		void run() throws IOException;

	}

}
