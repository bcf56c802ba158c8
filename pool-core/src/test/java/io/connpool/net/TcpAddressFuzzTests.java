package io.connpool.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text that is a URI becomes an address, or is refused with an example. */
class TcpAddressFuzzTests {

	@FuzzTest
	void anyText(byte[] input) {
		URI uri;
		try {
			uri = new URI(new String(input, StandardCharsets.UTF_8));
		}
		catch (URISyntaxException ex) {
			return;
		}
		TcpAddress address;
		try {
			address = TcpAddress.of(uri);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).startsWith("uri – ").endsWith("tcp://localhost:9009");
			return;
		}
		assertThat(address.host()).isNotEmpty().doesNotContain("[", "]", "@", "/");
		assertThat(address.port()).isBetween(1, 65_535);
		assertThat(uri.getRawUserInfo()).isNull();
		assertThat(TcpAddress.of(URI.create(address.toString()))).isEqualTo(address);
	}

}
