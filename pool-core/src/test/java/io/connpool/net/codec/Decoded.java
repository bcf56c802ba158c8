package io.connpool.net.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a codec makes of a stream: the messages, and how it ended. Anything else than what
 * {@link Codec#decode} is allowed to throw gets through.
 *
 * @param messages the messages before the end
 * @param ending the exception, in words
 */
record Decoded(List<ByteBuffer> messages, String ending) {

	static Decoded of(Codec codec, InputStream in) throws IOException {
		List<ByteBuffer> messages = new ArrayList<>();
		while (true) {
			try {
				messages.add(ByteBuffer.wrap(codec.decode(in)));
			}
			catch (FrameException ex) {
				assertThat(ex.isOutgoing()).isFalse();
				assertThat(ex.getMessage()).contains(String.valueOf(ex.value()), String.valueOf(ex.limit()));
				return new Decoded(messages, ex.getMessage());
			}
			catch (EOFException ex) {
				return new Decoded(messages, String.valueOf(ex.getMessage()));
			}
		}
	}

	int longest() {
		return this.messages.stream().mapToInt(ByteBuffer::capacity).max().orElse(0);
	}

}
