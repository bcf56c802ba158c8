package io.connpool.benchmarks.soak;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, and the number of the question: every request carries it, and its reply has
 * to. A checksum tells a reply to somebody else from one that was damaged.
 *
 * <pre>
 * kind (1), pool (4), borrower (4), nonce (8), CRC-32C of these (4)
 * </pre>
 *
 * @param pool the number of the pool
 * @param borrower the number of the borrower; negative for the pool's own questions
 * @param nonce a number that this borrower uses once
 */
record Tag(int pool, int borrower, long nonce) {

	/** The borrower of a validation. */
	static final int PING = -1;

	/** The borrower of a reset. */
	static final int RESET = -2;

	/** The borrower of a reply that nobody asked for. */
	static final int NOBODY = -3;

	static final int BYTES = 1 + 4 + 4 + 8 + 4;

	private static final byte REQUEST = 'Q';

	private static final byte REPLY = 'R';

	byte[] request() {
		return bytes(REQUEST);
	}

	byte[] reply() {
		return bytes(REPLY);
	}

	private byte[] bytes(byte kind) {
		ByteBuffer buffer = ByteBuffer.allocate(BYTES)
			.put(kind)
			.putInt(this.pool)
			.putInt(this.borrower)
			.putLong(this.nonce);
		return buffer.putInt(checksum(buffer.array())).array();
	}

	/**
	 * Makes sure that a reply is the one to this request.
	 * @param reply the message received
	 * @throws WrongReplyException if it is not
	 */
	void verify(byte[] reply) throws WrongReplyException {
		Tag tag = parse(REPLY, reply);
		if (tag == null) {
			throw WrongReplyException.damaged(this, reply.length);
		}
		if (!tag.equals(this)) {
			throw WrongReplyException.foreign(this, tag);
		}
	}

	/** Reads a request; null if it is none. */
	static @Nullable Tag ofRequest(byte[] message) {
		return parse(REQUEST, message);
	}

	private static @Nullable Tag parse(byte kind, byte[] message) {
		if (message.length != BYTES || message[0] != kind) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(message, 1, BYTES - 1);
		Tag tag = new Tag(buffer.getInt(), buffer.getInt(), buffer.getLong());
		return (buffer.getInt() == checksum(message)) ? tag : null;
	}

	private static int checksum(byte[] message) {
		CRC32C crc = new CRC32C();
		crc.update(message, 0, BYTES - Integer.BYTES);
		return (int) crc.getValue();
	}

	@Override
	public String toString() {
		return "#" + this.nonce + " of borrower " + this.borrower + " of pool " + this.pool;
	}

}
