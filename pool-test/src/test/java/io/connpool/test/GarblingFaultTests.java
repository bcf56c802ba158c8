package io.connpool.test;

import java.io.IOException;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.connpool.test.ProxyRig.assertEnded;
import static io.connpool.test.ProxyRig.assertReset;
import static io.connpool.test.ProxyRig.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault that changes bytes, seen from both sides.
 */
class GarblingFaultTests {

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
	void truncatedBytesAreLostAndTheRestPasses() throws IOException {
		Wire wire = connect(Fault.truncate(2, 3).inReplies());

		wire.reply("ab123");
		wire.reply("cd");
		wire.request("ab123cd");

		wire.assertClientReceives("abcd");
		wire.assertServerReceives("ab123cd");
	}

	@Test
	void corruptBytesAreInverted() throws IOException {
		Wire wire = connect(Fault.corrupt(1, 2).inRequests());

		wire.request("abcd");

		assertThat(wire.server().getInputStream().readNBytes(4)).containsExactly('a', ~'b', ~'c', 'd');
		wire.reply("abcd");
		wire.assertClientReceives("abcd");
	}

	@Test
	void duplicateBytesComeTwice() throws IOException {
		Wire wire = connect(Fault.duplicate(1, 3).inReplies());

		wire.reply("abc");
		wire.reply("de");
		wire.request("abcde");

		wire.assertClientReceives("abcdbcde");
		wire.assertServerReceives("abcde");
	}

	@Test
	void reorderedBytesChangePlaces() throws IOException {
		Wire wire = connect(Fault.reorder(1, 2, 3).inReplies());

		wire.reply("-one");
		wire.assertClientReceives("-e"); // "on" waits for two more
		wire.reply("two.");
		wire.request("-onetwo.");

		wire.assertClientReceives("twono.".substring(0, 6));
		wire.assertServerReceives("-onetwo.");
	}

	@Test
	void bytesThatNothingOvertakesPassAtTheEnd() throws IOException {
		Wire wire = connect(Fault.reorder(0, 3, 3).inRequests());

		wire.request("onetw");
		wire.client().shutdownOutput();

		wire.assertServerReceives("twone");
		assertEnded(wire.server());
	}

	@Test
	void strayBytesComeWhereTheyAreInserted() throws IOException {
		Wire wire = connect(Fault.stray(2, (byte) '!', (byte) '?').inReplies());
		assertSilent(wire.client());

		wire.reply("abc");
		wire.request("abc");

		wire.assertClientReceives("ab!?c");
		wire.assertServerReceives("abc");
	}

	@Test
	void strayBytesAtTheBeginningNeedNoOthers() throws IOException {
		Wire wire = connect(Fault.stray(0, (byte) '!').inReplies().and(Fault.stray(0, (byte) '?').inRequests()));

		wire.assertClientReceives("!");
		wire.assertServerReceives("?");
		wire.assertHealthy();
		wire.server().shutdownOutput();
		assertEnded(wire.client());
	}

	@Test
	void faultsJoinedWorkOneAfterTheOther() throws IOException {
		Wire wire = connect(Fault.duplicate(0, 2).and(Fault.cutAfter(3)).inReplies());

		wire.reply("ab");

		wire.assertClientReceives("aba");
		assertReset(wire.client());
	}

	@Test
	void unconfinedFaultCountsEachDirectionOnItsOwn() throws IOException {
		Wire wire = connect(Fault.truncate(2, 1));

		wire.request("abc");
		wire.request("d");
		wire.reply("1234");

		wire.assertServerReceives("abd");
		wire.assertClientReceives("124");
	}

	private Wire connect(Fault fault) throws IOException {
		this.rig.proxy().next(fault);
		return this.rig.connect();
	}

}
