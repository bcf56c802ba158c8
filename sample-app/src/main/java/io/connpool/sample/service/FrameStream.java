package io.connpool.sample.service;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.connpool.Deadline;
import io.connpool.sample.protocol.MalformedFrameException;
import io.connpool.sample.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * Frames on a socket: four bytes of length, highest first, then that many bytes of
 * message. Nothing is allocated for a length that is not allowed.
 */
final class FrameStream {

	private static final int PREFIX = 4;

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	FrameStream(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
		this.out = socket.getOutputStream();
	}

	/**
	 * Waits for the first byte of a frame.
	 * @return that byte, or null if the peer has ended the connection in good order
	 * @throws SocketTimeoutException if none came in time
	 */
	@Nullable Byte awaitFrame(Duration idle) throws IOException {
		limitReads(Deadline.after(idle));
		int first = this.in.read();
		return (first < 0) ? null : (byte) first;
	}

	/**
	 * Reads the rest of a frame.
	 * @param limit for all of it, however many pieces it comes in
	 */
	Message readFrame(byte first, Duration limit) throws IOException {
		Deadline deadline = Deadline.after(limit);
		byte[] prefix = new byte[PREFIX];
		prefix[0] = first;
		fill(prefix, 1, deadline);
		int length = ByteBuffer.wrap(prefix).getInt();
		if (length < Message.MIN_BYTES || length > Message.MAX_BYTES) {
			throw new MalformedFrameException("a frame of " + Integer.toUnsignedString(length) + " bytes");
		}
		byte[] body = new byte[length];
		fill(body, 0, deadline);
		return Message.decode(body);
	}

	void write(Message message) throws IOException {
		byte[] body = message.encode();
		// one write, one packet
		this.out.write(ByteBuffer.allocate(PREFIX + body.length).putInt(body.length).put(body).array());
	}

	private void fill(byte[] bytes, int from, Deadline deadline) throws IOException {
		int filled = from;
		while (filled < bytes.length) {
			limitReads(deadline);
			int read = this.in.read(bytes, filled, bytes.length - filled);
			if (read < 0) {
				throw new EOFException("the connection ended within a frame");
			}
			filled += read;
		}
	}

	private void limitReads(Deadline deadline) throws IOException {
		if (deadline.isExpired()) {
			throw new SocketTimeoutException("a frame took too long");
		}
		// 0 would mean for ever
		this.socket.setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remaining().toMillis())));
	}

}
