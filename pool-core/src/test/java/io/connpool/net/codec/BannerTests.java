package io.connpool.net.codec;

import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BannerTests {

	private final LengthPrefixedCodec codec = LengthPrefixedCodec.builder().build();

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1 400 Bad Request, HTTP", "GET / HTTP/1.1, HTTP", "SSH-2.0-OpenSSH_9.6, SSH",
			"220 mail.example ESMTP, SMTP or FTP", "220-ftp.example, SMTP or FTP", "+OK ready, POP3",
			"* OK IMAP4rev1, IMAP" })
	void textOfAnotherProtocolIsRecognised(String greeting, String protocol) {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(this.codec, Bytes.of(greeting + "\r\n\r\n")))
			.withMessageStartingWith("message of ")
			.withMessageEndingWith("max-frame-size is 1048576 bytes; the peer seems to speak " + protocol);
	}

	@ParameterizedTest
	@CsvSource({ "21, 3", "22, 1", "23, 4" })
	void recordOfTlsIsRecognised(int type, int minor) {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(this.codec, Bytes.of(type, 3, minor, 0, 2, 2, 40)))
			.withMessageEndingWith("; the peer seems to speak TLS; set up TLS on this side, or use the port without");
	}

	@Test
	void bannerIsRecognisedInEveryShapeOfLength() {
		LengthPrefixedCodec eight = LengthPrefixedCodec.builder().lengthBytes(8).build();
		LengthPrefixedCodec little = LengthPrefixedCodec.builder().order(ByteOrder.LITTLE_ENDIAN).build();

		for (Codec shape : new Codec[] { eight, little }) {
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> Bytes.decode(shape, Bytes.of("HTTP/1.1 400 Bad Request")))
				.withMessageEndingWith("; the peer seems to speak HTTP");
		}
	}

	@Test
	void otherLengthsAreNotGuessedAbout() {
		LengthPrefixedCodec two = LengthPrefixedCodec.builder().lengthBytes(2).maxFrameSize(100).build();

		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(this.codec, Bytes.of(0x7f, 0xff, 0xff, 0xff)))
			.withMessageEndingWith("max-frame-size is 1048576 bytes");
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> Bytes.decode(two, Bytes.of("HTTP/1.1")))
			.withMessage("message of 18516 bytes announced, max-frame-size is 100 bytes");
	}

}
