package io.connpool.net.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Tells messages apart on a stream of bytes: {@code encode} puts a frame around a
 * message, {@code decode} takes one frame off the stream and returns the message inside.
 *
 * <p>
 * A codec has no state; what it needs while a frame is incomplete lives on its stack,
 * because {@code decode} simply reads on. The streams belong to the connection: they are
 * buffered, they keep the deadline of the exchange, and they must not be kept or closed.
 *
 * <p>
 * Rules for an implementation, which those of this package keep:
 * <ul>
 * <li>{@code encode} checks the whole message before it writes the first byte of it, so
 * that a message that is refused leaves the connection as it was.</li>
 * <li>{@code decode} compares a length with its limit before it allocates, and allocates
 * as bytes arrive ({@link InputStream#readNBytes(int)} does), never what a peer merely
 * announces.</li>
 * <li>{@code decode} never reads beyond the frame it returns.</li>
 * </ul>
 *
 * <p>
 * <b>Threads:</b> any number at once.
 *
 * @see LengthPrefixedCodec
 * @see LineCodec
 */
public interface Codec {

	/**
	 * Writes one message as one frame.
	 * @param message the message; not changed and not kept
	 * @param out where the frame goes; need not be flushed
	 * @throws FrameException if the message cannot be framed, before anything was written
	 * @throws IOException what {@code out} throws
	 */
	void encode(byte[] message, OutputStream out) throws IOException;

	/**
	 * Reads one frame, waiting for all of it.
	 * @param in where the frame comes from
	 * @return the message, without its frame; a new array, possibly empty
	 * @throws FrameException if what arrives is no frame, or one beyond the limit
	 * @throws EOFException if the stream ends before the frame does, or where it should
	 * begin
	 * @throws IOException what {@code in} throws
	 */
	byte[] decode(InputStream in) throws IOException;

}
