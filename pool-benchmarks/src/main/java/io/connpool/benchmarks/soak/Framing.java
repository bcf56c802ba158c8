package io.connpool.benchmarks.soak;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How messages are told apart. Written anew rather than taken from the pool's codecs,
 * which are on trial too.
 */
enum Framing {

	/** Four bytes of length first. */
	BINARY {

		@Override
		byte[] read(DataInputStream in) throws IOException {
			int length = in.readInt();
			if (length < 0 || length > LONGEST) {
				throw new IOException("a message of " + length + " bytes");
			}
			byte[] message = in.readNBytes(length);
			if (message.length < length) {
				throw new EOFException();
			}
			return message;
		}

		@Override
		byte[] frame(byte[] message) {
			return ByteBuffer.allocate(Integer.BYTES + message.length).putInt(message.length).put(message).array();
		}

	},

	/** Hexadecimal digits and a line feed. */
	LINES {

		@Override
		byte[] read(DataInputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
				if (line.length() == LONGEST) {
					throw new IOException("a line of more than " + LONGEST + " bytes");
				}
				line.append((char) next);
			}
			return fromHex(line.toString());
		}

		@Override
		byte[] frame(byte[] message) {
			return (HexFormat.of().formatHex(message) + "\n").getBytes(StandardCharsets.US_ASCII);
		}

	};

	private static final int LONGEST = 1024;

	private static final byte[] NONE = new byte[0];

	/** Reads one message; one that is damaged may be anything. */
	abstract byte[] read(DataInputStream in) throws IOException;

	/** Puts a frame around a message. */
	abstract byte[] frame(byte[] message);

	/** Bytes of a reply with its frame. */
	int replyBytes() {
		return frame(new byte[Tag.BYTES]).length;
	}

	static byte[] toHex(byte[] message) {
		return HexFormat.of().formatHex(message).getBytes(StandardCharsets.US_ASCII);
	}

	/** Reads hexadecimal digits; nothing if they are none. */
	static byte[] fromHex(String digits) {
		try {
			return HexFormat.of().parseHex(digits);
		}
		catch (IllegalArgumentException ex) {
			return NONE;
		}
	}

}
