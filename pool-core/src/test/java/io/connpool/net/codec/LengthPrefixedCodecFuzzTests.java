package io.connpool.net.codec;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes, for every shape of length. The first byte of the input is the shape, the
 * second says in which pieces the rest comes in.
 */
class LengthPrefixedCodecFuzzTests {

	private static final int[] LIMITS = { 1, 100, 5000, 1 << 30 };

	@FuzzTest
	void anyBytes(byte[] input) throws IOException {
		if (input.length < 2) {
			return;
		}
		int shape = input[0];
		int limit = LIMITS[shape >> 4 & 3];
		LengthPrefixedCodec codec = LengthPrefixedCodec.builder()
			.lengthBytes(1 << (shape & 3))
			.order(((shape & 4) != 0) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
			.lengthIncludesPrefix((shape & 8) != 0)
			.maxFrameSize(limit)
			.build();
		byte[] bytes = Arrays.copyOfRange(input, 2, input.length);

		CodecProperties.ofDecoding(codec, limit, bytes, input[1]);
		CodecProperties.ofEncoding(codec, bytes);
	}

}
