package io.connpool.net;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TcpAddressTests {

	@ParameterizedTest
	@CsvSource({ "tcp://localhost:9009, localhost, 9009", "TCP://db-1.example:1, db-1.example, 1",
			"tcp://10.0.0.1:65535, 10.0.0.1, 65535", "tcp://[::1]:80, ::1, 80" })
	void hostAndPortAreTaken(String uri, String host, int port) {
		TcpAddress address = TcpAddress.of(URI.create(uri));

		assertThat(address.host()).isEqualTo(host);
		assertThat(address.port()).isEqualTo(port);
		assertThat(address).hasToString(uri.toLowerCase());
	}

	@ParameterizedTest
	@CsvSource({ "udp://localhost:1, scheme \"udp\"", "localhost:9009, scheme \"localhost\"",
			"//localhost:9009, scheme missing", "tcp://localhost, port missing", "tcp://localhost:0, port 0",
			"tcp://localhost:65536, port 65536", "tcp://:9009, host missing", "tcp:localhost:9009, host missing",
			"tcp://my_host:9009, not a valid host name", "tcp://localhost:9009/, nothing may follow the port",
			"tcp://localhost:9009/path, nothing may follow the port", "tcp://localhost:9009?x=1, nothing may follow",
			"tcp://localhost:9009#x, nothing may follow" })
	void anythingElseIsRefusedWithAnExample(String uri, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> TcpAddress.of(URI.create(uri)))
			.withMessageContaining(message)
			.withMessageContaining("tcp://localhost:9009");
	}

	@Test
	void passwordIsRefusedAndNotRepeated() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TcpAddress.of(URI.create("tcp://admin:secret@localhost:9009")))
			.withMessageContaining("user info is not allowed")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("admin", "secret"));
	}

}
