package io.connpool.net.codec;

import java.io.IOException;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes, for delimiters of every kind. The first byte of the input chooses the
 * delimiter and the limit, the second says in which pieces the rest comes in.
 */
class LineCodecFuzzTests {

	private static final String[] DELIMITERS = { "\n", "\r\n", "\0", "aab", "\r", "abcabcabd", "\n\n", "é" };

	private static final int[] LIMITS = { 1, 5, 200, 1 << 30 };

	@FuzzTest
	void anyBytes(byte[] input) throws IOException {
		if (input.length < 2) {
			return;
		}
		int limit = LIMITS[input[0] >> 3 & 3];
		LineCodec codec = LineCodec.builder().delimiter(DELIMITERS[input[0] & 7]).maxFrameSize(limit).build();
		byte[] bytes = Arrays.copyOfRange(input, 2, input.length);

		CodecProperties.ofDecoding(codec, limit, bytes, input[1]);
		CodecProperties.ofEncoding(codec, bytes);
	}

}
