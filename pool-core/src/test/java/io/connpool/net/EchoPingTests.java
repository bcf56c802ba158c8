package io.connpool.net;

import java.io.DataInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.connpool.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose reply a ping takes for proof. */
class EchoPingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final EchoPing PING = EchoPing.of((nonce) -> text("PING " + nonce),
			(nonce) -> text("PONG " + nonce));

	@Test
	void peerThatSendsTheNonceBackIsValid() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			TcpConnectionFactory factory = peer.factory().validateWith(PING);
			try (FramedConnection connection = factory.open(ScriptedPeer.request(LONG))) {
				Socket server = peer.accepted();
				Background<Boolean> validation = Background
					.call(() -> factory.validate(connection, Deadline.after(LONG)));

				reply(server, nextNonce(server));

				assertThat(validation.result()).isTrue();
				assertThat(connection.isClean()).isTrue();
			}
		}
	}

	/**
	 * The reply to an earlier ping comes while the next is on its way: the peer works,
	 * and is one reply behind for ever.
	 */
	@Test
	void replyToAnEarlierPingProvesNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			TcpConnectionFactory factory = peer.factory().validateWith(PING);
			try (FramedConnection connection = factory.open(ScriptedPeer.request(LONG))) {
				Socket server = peer.accepted();
				Background<Boolean> first = Background.call(() -> factory.validate(connection, Deadline.after(LONG)));
				String earlier = nextNonce(server);
				reply(server, earlier);
				assertThat(first.result()).isTrue();

				Background<Boolean> second = Background.call(() -> factory.validate(connection, Deadline.after(LONG)));
				nextNonce(server);
				reply(server, earlier);

				assertThat(second.result()).isFalse();
			}
		}
	}

	@Test
	void replyThatDoesNotComeAloneProvesNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			TcpConnectionFactory factory = peer.factory().validateWith(PING);
			try (FramedConnection connection = factory.open(ScriptedPeer.request(LONG))) {
				Socket server = peer.accepted();
				Background<Boolean> validation = Background
					.call(() -> factory.validate(connection, Deadline.after(LONG)));

				byte[] pong = text("PONG " + nextNonce(server));
				byte[] twice = new byte[2 * (4 + pong.length)];
				for (int at = 0; at < twice.length; at += 4 + pong.length) {
					twice[at + 3] = (byte) pong.length;
					System.arraycopy(pong, 0, twice, at + 4, pong.length);
				}
				ScriptedPeer.write(server, twice);

				assertThat(validation.result()).isFalse();
			}
		}
	}

	@Test
	void noNonceComesTwice() throws Exception {
		Set<Long> seen = new HashSet<>();
		EchoPing ping = EchoPing.of((nonce) -> {
			seen.add(nonce);
			return text("PING " + nonce);
		}, (nonce) -> text("PING " + nonce));
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.ECHO)) {
			TcpConnectionFactory factory = peer.factory().validateWith(ping);
			try (FramedConnection connection = factory.open(ScriptedPeer.request(LONG))) {
				for (int i = 0; i < 100; i++) {
					assertThat(factory.validate(connection, Deadline.after(LONG))).isTrue();
				}
			}
		}

		assertThat(seen).hasSize(100);
	}

	private static String nextNonce(Socket server) throws Exception {
		DataInputStream in = new DataInputStream(server.getInputStream());
		return new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII).substring("PING ".length());
	}

	private static void reply(Socket server, String nonce) throws Exception {
		ScriptedPeer.CODEC.encode(text("PONG " + nonce), server.getOutputStream());
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
