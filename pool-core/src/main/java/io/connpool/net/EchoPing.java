package io.connpool.net;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * A request that carries a number used once, and how to tell the reply to that very
 * request, so that an earlier reply, still on its way when the ping left, is not taken
 * for proof that the connection is in step.
 *
 * <pre class="code">
 * factory.validateWith(EchoPing.of(
 *         (nonce) -&gt; ("PING " + nonce).getBytes(US_ASCII),
 *         (nonce) -&gt; ("PONG " + nonce).getBytes(US_ASCII)));
 * </pre>
 *
 * <p>
 * <b>Threads:</b> called by several at once. Must not block.
 */
public interface EchoPing {

	/**
	 * Makes the request, which must change nothing on the peer and have it send the nonce
	 * back.
	 * @param nonce any number; no two pings of a factory have the same
	 * @return the message to send
	 */
	byte[] request(long nonce);

	/**
	 * Tells whether a reply is that of a working peer to the request with this nonce.
	 * @param reply the message received
	 * @param nonce the number in the request
	 * @return false to have the connection closed
	 */
	boolean isAnsweredBy(byte[] reply, long nonce);

	/**
	 * Makes a ping whose reply is known to the last byte.
	 * @param request makes the request from a nonce
	 * @param reply makes from the same nonce what the peer must answer
	 * @return the ping
	 */
	static EchoPing of(LongFunction<byte[]> request, LongFunction<byte[]> reply) {
		Objects.requireNonNull(request, "request");
		Objects.requireNonNull(reply, "reply");
		return new EchoPing() {

			@Override
			public byte[] request(long nonce) {
				return request.apply(nonce);
			}

			@Override
			public boolean isAnsweredBy(byte[] received, long nonce) {
				return Arrays.equals(received, reply.apply(nonce));
			}

		};
	}

}
