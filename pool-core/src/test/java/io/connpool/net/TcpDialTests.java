package io.connpool.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;

import io.connpool.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TcpDialTests {

	@Test
	void hostWithThousandsOfAddressesCostsSixteenAttempts() throws IOException {
		InetAddress[] many = new InetAddress[4000];
		Arrays.fill(many, InetAddress.getLoopbackAddress());
		TcpDial dial = new TcpDial(TcpAddress.of(URI.create("tcp://many.example:" + unusedPort())), ScriptedPeer.CODEC,
				SocketSettings.defaults(), (host) -> many, DeadlineWatch.SHARED);

		assertThatIOException().isThrownBy(() -> dial.open(Deadline.after(Duration.ofSeconds(30))))
			.withMessageEndingWith("; the host name has 4000 addresses, of which the first 16 are tried")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(16))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(2000));
	}

	private static int unusedPort() {
		try (ScriptedPeer peer = ScriptedPeer.playing(ScriptedPeer.SILENT)) {
			return peer.port();
		}
	}

}
