package io.connpool.test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertReset;
import static io.connpool.test.ProxyRig.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Which connections a fault strikes, and when it ends.
 */
class FaultScopeTests {

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
	void nextStrikesConnectionsInOrderOneFaultEach() throws IOException {
		Wire before = this.rig.connect();
		this.proxy.next(FIRST_LOST, Fault.none());
		this.proxy.next(Fault.stray(0, (byte) '!').inRequests());

		Wire first = this.rig.connect();
		Wire second = this.rig.connect();
		Wire third = this.rig.connect();
		Wire fourth = this.rig.connect();

		first.assertRequestArrivesAs("abc", "bc");
		second.assertHealthy();
		third.assertRequestArrivesAs("abc", "!abc");
		fourth.assertHealthy();
		before.assertHealthy();
	}

	@Test
	void connectionsThatAreThereAlreadyAreNotTheNext() throws IOException {
		for (int i = 1; i <= 20; i++) {
			for (int j = 0; j < 5; j++) {
				this.rig.client();
			}
			this.proxy.next(Fault.cutAfter(0));

			assertThat(this.proxy.open()).isEqualTo(5 * i);
			assertReset(this.rig.client());
		}
	}

	@Test
	void connectionNumberThreeCutsItsReplyAfterByteSeven() throws IOException {
		this.proxy.connection(3).fault(Fault.cutAfter(7).inReplies());
		Wire first = this.rig.connect();
		Wire second = this.rig.connect();
		Wire third = this.rig.connect();

		third.reply("1234567|89");

		third.assertClientReceives("1234567");
		assertReset(third.client());
		assertReset(third.server());
		first.assertHealthy();
		second.assertHealthy();
	}

	@Test
	void positionsOfAnOpenConnectionCountFromNow() throws IOException {
		Wire wire = this.rig.connect();
		wire.assertHealthy();

		this.proxy.connection(1).fault(Fault.truncate(1, 1));

		wire.assertRequestArrivesAs("abc", "ac");
		wire.reply("abc");
		wire.assertClientReceives("ac");
	}

	@Test
	void oneConnectionsFaultTakesThePlaceOfItsFormerOne() throws IOException {
		this.proxy.next(Fault.muteAfter(0).inReplies());
		Wire wire = this.rig.connect();

		this.proxy.connection(1).fault(FIRST_LOST.inRequests());

		wire.assertRequestArrivesAs("abc", "bc");
		wire.reply("answer");
		wire.assertClientReceives("answer");
	}

	@Test
	void allStrikesThoseOpenAndThoseToComeUntilItIsExchanged() throws IOException {
		Wire before = this.rig.connect();

		this.proxy.all(FIRST_LOST.inRequests());
		Wire after = this.rig.connect();
		before.assertRequestArrivesAs("abc", "bc");
		after.assertRequestArrivesAs("abc", "bc");

		this.proxy.all(Fault.none());
		before.assertHealthy();
		after.assertHealthy();
		this.rig.connect().assertHealthy();
	}

	@Test
	void allJoinsWhatOneConnectionSuffersAlone() throws IOException {
		this.proxy.all(Fault.stray(0, (byte) '!').inRequests());
		this.proxy.next(Fault.truncate(1, 1));

		this.rig.connect().assertRequestArrivesAs("abc", "!ac");
	}

	@Test
	void bytesThatNobodySentArriveWhenTheTestSaysSo() throws IOException {
		Wire wire = this.rig.connect();
		wire.assertHealthy();

		this.proxy.connection(1).sendToClient((byte) 'h', (byte) 'i');
		this.proxy.connection(1).sendToServer((byte) '?');

		wire.assertClientReceives("hi");
		wire.assertServerReceives("?");
		wire.assertHealthy();
		assertThat(this.proxy.connection(1)).hasToString("connection 1");
		assertThatIllegalStateException().isThrownBy(() -> this.proxy.connection(2).sendToClient((byte) 1))
			.withMessage("connection 2 is not open");
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.connection(0))
			.withMessage("number = 0, allowed: one or more");
	}

	@Test
	void orderHasTakenEffectWhenItReturns() throws IOException {
		this.rig.connect();

		for (int i = 1; i <= 100; i++) {
			this.proxy.connection(1).sendToClient((byte) i);
			assertThat(this.proxy.replyBytes()).isEqualTo(i);
		}

		this.proxy.all(Fault.closeAfter(0).inReplies());
		assertThat(this.proxy.open()).isZero();
	}

	@Test
	void cutOfOneConnectionLeavesTheOthersAlone() throws IOException {
		Wire first = this.rig.connect();
		Wire second = this.rig.connect();

		this.proxy.connection(2).cut();
		this.proxy.connection(9).cut();

		assertThat(this.proxy.connection(1).isOpen()).isTrue();
		assertThat(this.proxy.connection(2).isOpen()).isFalse();
		assertThat(this.proxy.connection(9).isOpen()).isFalse();
		assertThat(this.proxy.open()).isEqualTo(1);
		assertReset(second.client());
		assertReset(second.server());
		first.assertHealthy();
	}

	@Test
	void limitResetsWhoComesBeyondIt() throws IOException {
		this.proxy.limit(2);
		Wire first = this.rig.connect();
		Wire second = this.rig.connect();

		assertReset(this.rig.client());

		first.assertHealthy();
		second.assertHealthy();
		assertThat(this.proxy.rejected()).isEqualTo(1);
		assertThat(this.proxy.accepted()).isEqualTo(2);
		assertThat(this.proxy.peak()).isEqualTo(2);

		first.client().close();
		await().until(() -> this.proxy.open() == 1);
		this.rig.connect().assertHealthy();
	}

	@Test
	void limitLeavesThoseThatAreOpenAndRestoreLiftsIt() throws IOException {
		Wire first = this.rig.connect();
		this.proxy.limit(0);

		assertReset(this.rig.client());
		first.assertHealthy();

		this.proxy.restore();

		this.rig.connect().assertHealthy();
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.limit(-1))
			.withMessage("connections = -1, allowed: zero or more");
	}

	@Test
	void restoreEndsAllFaultsAndResetsWhatWasChanged() throws IOException {
		this.proxy.connection(5).fault(Fault.cutAfter(0));
		this.proxy.script((number) -> (number == 1) ? FIRST_LOST : Fault.none());
		this.proxy.all(Fault.latency(Duration.ofMillis(1)));
		Wire changed = this.rig.connect();
		Wire ended = this.rig.connect();
		Wire sound = this.rig.connect();
		changed.assertRequestArrivesAs("abc", "bc");
		this.proxy.connection(2).fault(Fault.endAfter(0).inReplies());
		this.proxy.next(Fault.cutAfter(0));

		this.proxy.restore();

		assertReset(changed.client());
		assertReset(ended.server());
		sound.assertHealthy();
		this.rig.connect().assertHealthy();
		this.rig.connect().assertHealthy();
	}

	@Test
	void blackholeEndsWithoutLossOfBytes() throws IOException {
		Wire wire = this.rig.connect();
		this.proxy.all(Fault.blackholeAfter(2));
		wire.request("question");
		wire.assertServerReceives("qu");
		assertSilent(wire.server());

		this.proxy.restore();

		wire.assertServerReceives("estion");
		wire.assertHealthy();
	}

	@Test
	void countsBytesThatWerePassedOn() throws IOException {
		this.proxy.next(FIRST_LOST.inRequests());
		Wire wire = this.rig.connect();

		wire.request("abc");
		wire.assertServerReceives("bc");
		wire.reply("12345");
		wire.assertClientReceives("12345");

		await().untilAsserted(() -> {
			assertThat(this.proxy.requestBytes()).isEqualTo(2);
			assertThat(this.proxy.replyBytes()).isEqualTo(5);
		});
	}

	@Test
	void closedProxyTakesNoFaults() throws IOException {
		Socket client = this.rig.connect().client();
		this.proxy.close();

		assertReset(client);
		assertThatIllegalStateException().isThrownBy(() -> this.proxy.next(Fault.cutAfter(0)));
		assertThatIllegalStateException().isThrownBy(() -> this.proxy.connection(1).fault(Fault.cutAfter(0)));
	}

}
