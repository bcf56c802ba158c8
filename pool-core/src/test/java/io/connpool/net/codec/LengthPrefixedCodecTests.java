package io.connpool.net.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.connpool.InvalidPoolSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LengthPrefixedCodecTests {

	private final LengthPrefixedCodec codec = LengthPrefixedCodec.builder().maxFrameSize(8).build();

	@Test
	void lengthGoesInFrontOfTheMessage() throws IOException {
		byte[] frame = Bytes.encode(LengthPrefixedCodec.builder().build(), Bytes.of("HELLO"));

		assertThat(frame).isEqualTo(Bytes.of(0, 0, 0, 5, 'H', 'E', 'L', 'L', 'O'));
	}

	@Test
	void lengthMayBeShorterLittleEndianAndIncludeItself() throws IOException {
		LengthPrefixedCodec other = LengthPrefixedCodec.builder()
			.lengthBytes(2)
			.order(ByteOrder.LITTLE_ENDIAN)
			.lengthIncludesPrefix(true)
			.build();

		byte[] frame = Bytes.encode(other, Bytes.of("HELLO"));

		assertThat(frame).isEqualTo(Bytes.of(7, 0, 'H', 'E', 'L', 'L', 'O'));
		assertThat(Bytes.decode(other, frame)).isEqualTo(Bytes.of("HELLO"));
	}

	@ParameterizedTest
	@CsvSource({ "1, true, false", "1, false, true", "2, true, false", "2, false, true", "4, true, true",
			"4, false, false", "8, true, false", "8, false, true" })
	void everyShapeOfLengthGivesBackWhatItTook(int lengthBytes, boolean big, boolean inclusive) throws IOException {
		LengthPrefixedCodec shape = LengthPrefixedCodec.builder()
			.lengthBytes(lengthBytes)
			.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
			.lengthIncludesPrefix(inclusive)
			.build();

		for (int size : new int[] { 0, 1, 127, 128, 200, 247 }) {
			byte[] message = new byte[size];
			Arrays.fill(message, (byte) 0xab);
			byte[] frame = Bytes.encode(shape, message);
			assertThat(frame).hasSize(lengthBytes + size);
			assertThat(Bytes.decode(shape, frame)).isEqualTo(message);
		}
	}

	@Test
	void unsignedLengthsUseEveryBit() throws IOException {
		LengthPrefixedCodec two = LengthPrefixedCodec.builder().lengthBytes(2).build();

		byte[] frame = Bytes.encode(two, new byte[65_535]);

		assertThat(frame).startsWith(0xff, 0xff);
		assertThat(Bytes.decode(two, frame)).hasSize(65_535);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8 })
	void messagesUpToTheLimitPass(int size) throws IOException {
		byte[] frame = Bytes.encode(this.codec, new byte[size]);

		assertThat(Bytes.decode(this.codec, frame)).hasSize(size);
	}

	@Test
	void longerMessageIsNotSent() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();

		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> this.codec.encode(new byte[9], out))
			.withMessage("message of 9 bytes to send, max-frame-size is 8 bytes")
			.satisfies((ex) -> {
				assertThat(ex.isOutgoing()).isTrue();
				assertThat(ex.value()).isEqualTo(9);
				assertThat(ex.limit()).isEqualTo(8);
			});
		assertThat(out.size()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "1, false, 255", "1, true, 254", "2, false, 65535", "2, true, 65533" })
	void messageBeyondWhatTheLengthCanSayIsNotSent(int lengthBytes, boolean inclusive, int most) throws IOException {
		LengthPrefixedCodec small = LengthPrefixedCodec.builder()
			.lengthBytes(lengthBytes)
			.lengthIncludesPrefix(inclusive)
			.build();
		ByteArrayOutputStream out = new ByteArrayOutputStream();

		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> small.encode(new byte[most + 1], out))
			.withMessageContaining(lengthBytes + " length-bytes hold");

		assertThat(out.size()).isZero();
		assertThat(Bytes.decode(small, Bytes.encode(small, new byte[most]))).hasSize(most);
	}

	@Test
	void longerMessageIsNotReceived() {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> Bytes.decode(this.codec, Bytes.of(0, 0, 0, 9)))
			.withMessage("message of 9 bytes announced, max-frame-size is 8 bytes")
			.satisfies((ex) -> {
				assertThat(ex.isOutgoing()).isFalse();
				assertThat(ex.value()).isEqualTo(9);
				assertThat(ex.limit()).isEqualTo(8);
			});
	}

	@Test
	void highestBitOfFourBytesIsNotASign() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(this.codec, Bytes.of(0xff, 0xff, 0xff, 0xff)))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo(4_294_967_295L));
	}

	@Test
	void negativeLengthIsRefused() {
		LengthPrefixedCodec eight = LengthPrefixedCodec.builder().lengthBytes(8).build();

		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(eight, Bytes.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe)))
			.withMessage("length -2 received, must be 0 or more")
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo(-2));
	}

	@Test
	void lengthShorterThanThePrefixItCountsIsRefused() {
		LengthPrefixedCodec inclusive = LengthPrefixedCodec.builder().lengthIncludesPrefix(true).build();

		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(inclusive, Bytes.of(0, 0, 0, 3, 1, 2, 3)))
			.withMessage("length 3 received, must be 4 or more");
	}

	@Test
	void frameSplitAnywhereIsReadWhole() throws IOException {
		byte[] frames = Bytes.of(0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 1, 9);

		for (int split = 0; split <= frames.length; split++) {
			InputStream in = Bytes.split(frames, split);
			assertThat(this.codec.decode(in)).as("split at %d", split).isEqualTo(Bytes.of(1, 2, 3));
			assertThat(this.codec.decode(in)).isEmpty();
			assertThat(this.codec.decode(in)).isEqualTo(Bytes.of(9));
		}
	}

	@Test
	void streamThatEndsInsideAFrameIsAnError() {
		byte[] frame = Bytes.of(0, 0, 0, 3, 1, 2, 3);

		for (int size = 0; size < frame.length; size++) {
			byte[] part = Arrays.copyOf(frame, size);
			assertThatExceptionOfType(EOFException.class).as("cut after %d", size)
				.isThrownBy(() -> Bytes.decode(this.codec, part));
		}
	}

	@Test
	void nothingIsReadBeyondTheFrame() throws IOException {
		ByteArrayInputStream in = new ByteArrayInputStream(Bytes.of(0, 0, 0, 1, 7, 42));

		this.codec.decode(in);

		assertThat(in.available()).isEqualTo(1);
	}

	@Test
	void memoryGrowsWithWhatArrivesNotWithWhatIsAnnounced() {
		LengthPrefixedCodec huge = LengthPrefixedCodec.builder().maxFrameSize(1 << 30).build();
		byte[] announcesOneGiB = Arrays.copyOf(Bytes.of(0x40, 0, 0, 0), 1000);

		long allocated = Bytes.allocatedBy(() -> assertThatExceptionOfType(EOFException.class)
			.isThrownBy(() -> Bytes.decode(huge, announcesOneGiB)));

		assertThat(allocated).isLessThan(1 << 22);
	}

	@Test
	void lengthOfTwoGigabytesIsRefusedWithoutAllocating() {
		LengthPrefixedCodec defaults = LengthPrefixedCodec.builder().build();
		byte[] announcesTwoGiB = Bytes.of(0x7f, 0xff, 0xff, 0xff, 1, 2, 3);

		long allocated = Bytes.allocatedBy(() -> assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> Bytes.decode(defaults, announcesTwoGiB)));

		assertThat(allocated).isLessThan(1 << 22);
	}

	@Test
	void everyBadSettingIsListed() {
		assertThatExceptionOfType(InvalidPoolSettingsException.class)
			.isThrownBy(() -> LengthPrefixedCodec.builder().lengthBytes(3).maxFrameSize(0).build())
			.withMessageContaining("length-bytes = 3, allowed: 1, 2, 4 or 8")
			.withMessageContaining("max-frame-size = 0, allowed: 1 to 1073741824 (bytes)");
	}

	@ParameterizedTest
	@ValueSource(ints = { -4, 0, 3, 5, 6, 7, 9, 16 })
	void otherLengthsOfTheLengthAreRefused(int lengthBytes) {
		assertThatExceptionOfType(InvalidPoolSettingsException.class)
			.isThrownBy(() -> LengthPrefixedCodec.builder().lengthBytes(lengthBytes).build());
	}

	@Test
	void codecDescribesItself() {
		assertThat(LengthPrefixedCodec.builder().lengthIncludesPrefix(true).build())
			.hasToString("length-prefixed (4 bytes, big endian, including the prefix, max-frame-size 1048576)");
	}

}
