package io.connpool.sample.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or a reply, as it travels inside a frame:
 *
 * <pre>
 *  version  code  id        fields  length  text     length  text
 *  01       02    00...2a   02      00 05   alice    00 0a   wonderland
 * </pre>
 *
 * @param code the operation of a request, the status of a reply
 * @param id chosen by whoever asks and repeated in the reply
 * @param fields texts, at most eight
 */
public record Message(int code, long id, List<String> fields) {

	/** Longest message, without the length in front of it. */
	public static final int MAX_BYTES = 16 * 1024;

	/** Shortest message: one without fields. */
	public static final int MIN_BYTES = 11;

	private static final byte VERSION = 1;

	private static final int MAX_FIELDS = 8;

	/**
	 * Copies the fields.
	 */
	public Message {
		fields = List.copyOf(fields);
	}

	/**
	 * Makes a request.
	 * @param operation what to do
	 * @param id to be repeated in the reply
	 * @param fields what the operation needs
	 * @return the request
	 */
	public static Message request(Operation operation, long id, String... fields) {
		return new Message(operation.code(), id, List.of(fields));
	}

	/**
	 * Makes a reply to this request.
	 * @param status how it ended
	 * @param fields what was asked for
	 * @return the reply
	 */
	public Message reply(Status status, List<String> fields) {
		return new Message(status.code(), this.id, fields);
	}

	/**
	 * Writes the message down.
	 * @return its bytes, without the length in front of them
	 * @throws IllegalArgumentException if the fields are too many or too long
	 */
	public byte[] encode() {
		List<byte[]> texts = this.fields.stream().map((field) -> field.getBytes(StandardCharsets.UTF_8)).toList();
		int size = texts.stream().mapToInt((text) -> 2 + text.length).sum() + MIN_BYTES;
		if (texts.size() > MAX_FIELDS || size > MAX_BYTES) {
			throw new IllegalArgumentException("a message of " + texts.size() + " fields and " + size
					+ " bytes; allowed are " + MAX_FIELDS + " and " + MAX_BYTES);
		}
		ByteBuffer bytes = ByteBuffer.allocate(size);
		bytes.put(VERSION).put((byte) this.code).putLong(this.id).put((byte) texts.size());
		texts.forEach((text) -> bytes.putShort((short) text.length).put(text));
		return bytes.array();
	}

	/**
	 * Reads a message.
	 * @param bytes its bytes, without the length in front of them
	 * @return the message
	 * @throws MalformedFrameException if it is none
	 */
	public static Message decode(byte[] bytes) throws MalformedFrameException {
		if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
			throw new MalformedFrameException("a message of " + bytes.length + " bytes");
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		byte version = buffer.get();
		if (version != VERSION) {
			throw new MalformedFrameException("version " + version + " of the protocol; this is version " + VERSION);
		}
		int code = buffer.get() & 0xff;
		long id = buffer.getLong();
		int count = buffer.get() & 0xff;
		if (count > MAX_FIELDS) {
			throw new MalformedFrameException(count + " fields; at most " + MAX_FIELDS + " are allowed");
		}
		List<String> fields = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			fields.add(text(buffer));
		}
		if (buffer.hasRemaining()) {
			throw new MalformedFrameException(buffer.remaining() + " bytes after the last field");
		}
		return new Message(code, id, fields);
	}

	private static String text(ByteBuffer buffer) throws MalformedFrameException {
		int length = (buffer.remaining() >= 2) ? (buffer.getShort() & 0xffff) : Integer.MAX_VALUE;
		if (length > buffer.remaining()) {
			throw new MalformedFrameException("a field that ends after the message");
		}
		ByteBuffer text = buffer.slice(buffer.position(), length);
		buffer.position(buffer.position() + length);
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT)
				.decode(text)
				.toString();
		}
		catch (CharacterCodingException ex) {
			throw new MalformedFrameException("a field that is not UTF-8");
		}
	}

	/**
	 * Leaves out the fields, which hold passwords and tokens.
	 */
	@Override
	public String toString() {
		return "Message[code=" + this.code + ", id=" + this.id + ", fields=" + this.fields.size() + "]";
	}

}
