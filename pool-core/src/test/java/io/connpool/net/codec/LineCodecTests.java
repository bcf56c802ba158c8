package io.connpool.net.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

import io.connpool.InvalidPoolSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LineCodecTests {

	private final LineCodec lines = LineCodec.builder().maxFrameSize(8).build();

	private final LineCodec crlf = LineCodec.builder().delimiter("\r\n").maxFrameSize(8).build();

	@Test
	void lineFeedEndsTheMessage() throws IOException {
		assertThat(Bytes.encode(this.lines, Bytes.of("HELLO"))).isEqualTo(Bytes.of("HELLO\n"));
		assertThat(Bytes.decode(this.lines, Bytes.of("HELLO\n"))).isEqualTo(Bytes.of("HELLO"));
	}

	@Test
	void carriageReturnBeforeTheLineFeedIsStripped() throws IOException {
		InputStream in = new ByteArrayInputStream(Bytes.of("one\r\n\r\n\n\r\r\n"));

		assertThat(Bytes.text(this.lines.decode(in))).isEqualTo("one");
		assertThat(Bytes.text(this.lines.decode(in))).isEmpty();
		assertThat(Bytes.text(this.lines.decode(in))).isEmpty();
		assertThat(Bytes.text(this.lines.decode(in))).isEqualTo("\r");
	}

	@Test
	void nothingIsStrippedFromAnyOtherDelimiter() throws IOException {
		LineCodec zero = LineCodec.builder().delimiter("\0").build();

		assertThat(Bytes.text(Bytes.decode(zero, Bytes.of("one\r\0")))).isEqualTo("one\r");
		assertThat(Bytes.text(Bytes.decode(this.crlf, Bytes.of("a\nb\rc\r\n")))).isEqualTo("a\nb\rc");
		assertThat(Bytes.text(Bytes.decode(this.crlf, Bytes.of("a\r\r\n")))).isEqualTo("a\r");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 8 })
	void linesUpToTheLimitPass(int size) throws IOException {
		byte[] line = Bytes.of("x".repeat(size));

		assertThat(Bytes.decode(this.lines, Bytes.encode(this.lines, line))).isEqualTo(line);
		assertThat(Bytes.decode(this.crlf, Bytes.encode(this.crlf, line))).isEqualTo(line);
		assertThat(Bytes.decode(this.lines, Bytes.of("x".repeat(size) + "\r\n"))).isEqualTo(line);
	}

	@Test
	void longerLineIsNotSent() {
		assertRefused(this.lines, "123456789").withMessage("line of 9 bytes to send, max-frame-size is 8 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "123456789\n", "123456789\r\n", "123456789", "12345678\rX" })
	void longerLineIsNotReceived(String line) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> Bytes.decode(this.lines, Bytes.of(line)))
			.withMessageContaining("max-frame-size is 8 bytes")
			.satisfies((ex) -> {
				assertThat(ex.isOutgoing()).isFalse();
				assertThat(ex.value()).isGreaterThan(8);
				assertThat(ex.limit()).isEqualTo(8);
			});
	}

	@Test
	void longerLineWithALongDelimiterIsNotReceived() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(this.crlf, Bytes.of("123456789\r\n")));
	}

	@Test
	void endlessLineIsRefusedWithoutMoreMemoryThanTheLimit() {
		LineCodec defaults = LineCodec.builder().build();
		InputStream endless = new InputStream() {

			@Override
			public int read() {
				return 'x';
			}

		};

		long allocated = Bytes.allocatedBy(
				() -> assertThatExceptionOfType(FrameException.class).isThrownBy(() -> defaults.decode(endless))
					.satisfies((ex) -> assertThat(ex.value()).isEqualTo(65_537)));

		assertThat(allocated).isLessThan(1 << 22);
	}

	@Test
	void lineWithTheDelimiterInItIsNotSent() {
		assertRefused(this.lines, "a\nb").withMessageContaining("contains its delimiter")
			.withMessageContaining("at index 1");
		assertRefused(this.crlf, "a\r\nb");
		assertRefused(this.lines, "\n");
	}

	@Test
	void lineThatWouldEndWithAStrippedCarriageReturnIsNotSent() throws IOException {
		assertRefused(this.lines, "a\r").withMessageContaining("carriage return");
		assertThat(Bytes.encode(this.crlf, Bytes.of("a\r"))).isEqualTo(Bytes.of("a\r\r\n"));
	}

	@Test
	void lineThatMakesADelimiterTogetherWithItsOwnIsNotSent() {
		LineCodec doubled = LineCodec.builder().delimiter("--").build();

		assertRefused(doubled, "a-").withMessageContaining("or would with it, at index 1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "--", "aab", "aba", "abab", "a" })
	void whatIsSentArrivesAsItWasOrIsRefused(String delimiter) throws IOException {
		LineCodec codec = LineCodec.builder().delimiter(delimiter).build();
		Random random = new Random(42);
		int sent = 0;

		for (int i = 0; i < 2_000; i++) {
			byte[] message = new byte[random.nextInt(6)];
			for (int j = 0; j < message.length; j++) {
				message[j] = (byte) "ab-".charAt(random.nextInt(3));
			}
			try {
				byte[] frame = Bytes.encode(codec, message);
				assertThat(Bytes.decode(codec, frame)).isEqualTo(message);
				sent++;
			}
			catch (FrameException ex) {
				assertThat(ex.isOutgoing()).isTrue();
			}
		}

		assertThat(sent).isGreaterThan(100);
	}

	@Test
	void lineSplitAnywhereIsReadWhole() throws IOException {
		byte[] bytes = Bytes.of("abc\r\n\r\nd\re\r\n");

		for (int split = 0; split <= bytes.length; split++) {
			InputStream in = Bytes.split(bytes, split);
			assertThat(Bytes.text(this.crlf.decode(in))).as("split at %d", split).isEqualTo("abc");
			assertThat(Bytes.text(this.crlf.decode(in))).isEmpty();
			assertThat(Bytes.text(this.crlf.decode(in))).isEqualTo("d\re");
		}
	}

	@Test
	void streamThatEndsInsideALineIsAnError() {
		byte[] line = Bytes.of("abc\r\n");

		for (int size = 0; size < line.length; size++) {
			byte[] part = Arrays.copyOf(line, size);
			assertThatExceptionOfType(EOFException.class).as("cut after %d", size)
				.isThrownBy(() -> Bytes.decode(this.crlf, part));
		}
	}

	@Test
	void nothingIsReadBeyondTheLine() throws IOException {
		ByteArrayInputStream in = new ByteArrayInputStream(Bytes.of("a\nb"));

		this.lines.decode(in);

		assertThat(in.available()).isEqualTo(1);
	}

	@Test
	void longLinesGrow() throws IOException {
		LineCodec wide = LineCodec.builder().delimiter("\r\n").maxFrameSize(10_000).build();
		byte[] line = Bytes.of("y".repeat(10_000));

		assertThat(Bytes.decode(wide, Bytes.encode(wide, line))).isEqualTo(line);
	}

	@Test
	void everyBadSettingIsListed() {
		assertThatExceptionOfType(InvalidPoolSettingsException.class)
			.isThrownBy(() -> LineCodec.builder().delimiter("").maxFrameSize(-1).build())
			.withMessageContaining("delimiter = \"\", allowed: 1 to 16 bytes in UTF-8")
			.withMessageContaining("max-frame-size = -1");
		assertThatExceptionOfType(InvalidPoolSettingsException.class)
			.isThrownBy(() -> LineCodec.builder().delimiter("x".repeat(17)).build());
	}

	@Test
	void codecDescribesItself() {
		assertThat(LineCodec.builder().build()).hasToString("line (delimiter [10], max-frame-size 65536)");
	}

	private static org.assertj.core.api.ThrowableAssertAlternative<FrameException> assertRefused(LineCodec codec,
			String line) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		return assertThatExceptionOfType(FrameException.class).isThrownBy(() -> codec.encode(Bytes.of(line), out))
			.satisfies((ex) -> assertThat(ex.isOutgoing()).isTrue())
			.satisfies((ex) -> assertThat(out.size()).isZero());
	}

}
