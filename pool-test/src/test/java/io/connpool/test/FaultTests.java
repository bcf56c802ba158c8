package io.connpool.test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertEnded;
import static io.connpool.test.ProxyRig.assertReset;
import static io.connpool.test.ProxyRig.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Each fault that ends a connection or silences it, seen from both sides.
 */
class FaultTests {

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
	void cutInReplyPassesTheBytesBeforeAndResetsBothSides() throws IOException {
		Wire wire = connect(Fault.cutAfter(7).inReplies());
		wire.request("longer than seven bytes");
		wire.assertServerReceives("longer than seven bytes");

		wire.reply("seven b|lost");

		wire.assertClientReceives("seven b");
		assertReset(wire.client());
		assertReset(wire.server());
		await().until(() -> this.rig.proxy().open() == 0);
	}

	@Test
	void cutInRequestPassesTheBytesBeforeAndResetsBothSides() throws IOException {
		Wire wire = connect(Fault.cutAfter(3).inRequests());
		wire.reply("welcome");
		wire.assertClientReceives("welcome");

		wire.request("a");
		wire.request("bc|lost");

		wire.assertServerReceives("abc");
		assertReset(wire.server());
		assertReset(wire.client());
	}

	@Test
	void cutAtTheBeginningResetsAtOnce() throws IOException {
		this.rig.proxy().next(Fault.cutAfter(0));

		assertReset(this.rig.client());

		await().until(() -> this.rig.proxy().open() == 0);
		assertThat(this.rig.proxy().accepted()).isEqualTo(1);
	}

	@Test
	void closeInReplyPassesTheBytesBeforeAndEndsBothSidesInGoodOrder() throws IOException {
		Wire wire = connect(Fault.closeAfter(4).inReplies());
		wire.request("question");
		wire.assertServerReceives("question");

		wire.reply("half|other half");

		wire.assertClientReceives("half");
		assertEnded(wire.client());
		assertEnded(wire.server());
		await().until(() -> this.rig.proxy().open() == 0);
	}

	@Test
	void closeInRequestPassesTheBytesBeforeAndEndsBothSidesInGoodOrder() throws IOException {
		Wire wire = connect(Fault.closeAfter(4).inRequests());

		wire.request("half|other half");

		wire.assertServerReceives("half");
		assertEnded(wire.server());
		assertEnded(wire.client());
	}

	@Test
	void closeAtTheBeginningIsAnEndBeforeTheFirstByte() throws IOException {
		this.rig.proxy().next(Fault.closeAfter(0));

		Socket client = this.rig.client();

		assertEnded(client);
	}

	@Test
	void closeDeliversTheBytesBeforeEvenIfRequestsAreLeftUnread() throws Exception {
		int size = 1 << 20; // more than the client's system takes before the client reads
		Wire wire = connect(Fault.closeAfter(size).inReplies().and(Fault.blackholeAfter(0).inRequests()));
		wire.request("never read");
		wire.server().getOutputStream().write(new byte[size]);
		await().until(() -> this.rig.proxy().open() == 0);

		assertThat(wire.client().getInputStream().readAllBytes()).hasSize(size);
	}

	@Test
	void endInRepliesLeavesRequestsOpen() throws IOException {
		Wire wire = connect(Fault.endAfter(3).inReplies());

		wire.reply("bye|lost");

		wire.assertClientReceives("bye");
		assertEnded(wire.client());
		wire.request("still heard");
		wire.assertServerReceives("still heard");
		assertSilent(wire.server());
		assertThat(this.rig.proxy().open()).isEqualTo(1);

		wire.client().close();

		assertEnded(wire.server());
		await().until(() -> this.rig.proxy().open() == 0);
	}

	@Test
	void endInRequestsLeavesRepliesOpen() throws IOException {
		Wire wire = connect(Fault.endAfter(3).inRequests());

		wire.request("bye|lost");

		wire.assertServerReceives("bye");
		assertEnded(wire.server());
		wire.reply("still heard");
		wire.assertClientReceives("still heard");
		assertSilent(wire.client());
	}

	@Test
	void muteInRepliesSwallowsWhatFollowsAndItsEnd() throws IOException {
		Wire wire = connect(Fault.muteAfter(2).inReplies());

		wire.reply("ok|lost");
		wire.server().shutdownOutput();

		wire.assertClientReceives("ok");
		assertSilent(wire.client());
		wire.request("heard");
		wire.assertServerReceives("heard");
	}

	@Test
	void muteInRequestsTakesAnyNumberOfBytes() throws IOException {
		Wire wire = connect(Fault.muteAfter(0).inRequests());

		wire.client().getOutputStream().write(new byte[8 << 20]); // more than any buffer

		assertSilent(wire.server());
		wire.reply("heard");
		wire.assertClientReceives("heard");
	}

	@Test
	void blackholeBlocksTheWriterOnceBuffersAreFull() throws Exception {
		Wire wire = connect(Fault.blackholeAfter(3).inRequests());
		Thread writer = new Thread(() -> {
			try {
				wire.client().getOutputStream().write(new byte[32 << 20]);
			}
			catch (IOException ex) {
				// the test is over
			}
		});
		writer.start();

		wire.assertServerReceives("\0\0\0");
		assertSilent(wire.server());
		wire.reply("heard");
		wire.assertClientReceives("heard");
		await().during(Duration.ofMillis(300)).until(writer::isAlive);

		this.rig.proxy().connection(1).fault(Fault.none());

		assertThat(wire.server().getInputStream().readNBytes((32 << 20) - 3)).hasSize((32 << 20) - 3);
		writer.join();
	}

	@Test
	void faultIsWrittenAsInCode() {
		Fault fault = Fault.stray(4, (byte) 1, (byte) 255).inReplies().and(Fault.cutAfter(7));

		assertThat(fault).hasToString("stray(4, 0x01ff).inReplies().and(cutAfter(7))");
		assertThat(Fault.none()).hasToString("none()");
		assertThat(Fault.cutAfter(7)).isEqualTo(Fault.cutAfter(7)).hasSameHashCodeAs(Fault.cutAfter(7));
		assertThat(Fault.cutAfter(7)).isNotEqualTo(Fault.cutAfter(7).inReplies());
	}

	@Test
	void bandwidthMayBeAnyNumber() {
		Effect fastest = Fault.bandwidth(Long.MAX_VALUE).effects(Direction.REPLIES, 1).get(0);

		assertThat(fastest.most()).isEqualTo(1 << 20);
	}

	@Test
	void faultThatMakesNoSenseIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cutAfter(-1))
			.withMessage("position = -1, allowed: zero or more");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.stray(0))
			.withMessageStartingWith("bytes.length = 0, allowed: from 1");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.duplicate(0, 2 << 20))
			.withMessage("count = 2097152, allowed: from 1 to 1048576");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.bandwidth(0))
			.withMessage("bytesPerSecond = 0, allowed: one or more");
		assertThatIllegalStateException().isThrownBy(() -> Fault.cutAfter(7).inReplies().inRequests())
			.withMessage("cutAfter(7).inReplies() is confined to the other direction already");
	}

	private Wire connect(Fault fault) throws IOException {
		this.rig.proxy().next(fault);
		return this.rig.connect();
	}

}
