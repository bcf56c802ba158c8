package io.connpool.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.connpool.ConnectionPool;
import io.connpool.net.ConnectionClosedException;
import io.connpool.net.FramedConnection;

/**
 * Sends requests over pooled connections and returns the replies. What applications
 * inject for pools with a {@code tcp:} URI:
 *
 * <pre>{@code
 * Echo(@Qualifier("echo") FramedConnectionTemplate echo) { ... }
 *
 * String say(String what) {
 *     return this.echo.exchange(what);
 * }
 * }</pre>
 *
 * <p>
 * <b>Retry:</b> if the connection turns out to have ended, the request is sent again,
 * once, over another one: by {@code exchange} only if nothing of it had been written, so
 * the server cannot have seen it twice; by {@code exchangeIdempotent} in any case. A
 * time-out is never followed by a retry.
 * <p>
 * <b>Blocks:</b> for at most {@code acquire-timeout} to get a connection, then
 * {@code socket.write-timeout} and {@code socket.read-timeout}; with a retry twice that.
 */
public class FramedConnectionTemplate extends PooledConnectionTemplate<FramedConnection> {

	/**
	 * Creates a template.
	 * @param pool lends the connections
	 */
	public FramedConnectionTemplate(ConnectionPool<FramedConnection> pool) {
		super(pool);
	}

	/**
	 * Sends a request and returns the reply.
	 * @param request the request, without its frame
	 * @return the reply, without its frame
	 * @throws UncheckedIOException if the exchange fails; the cause is what the
	 * connection threw
	 * @throws io.connpool.PoolException if no connection can be had
	 */
	public byte[] exchange(byte[] request) {
		return exchange(request, false);
	}

	/**
	 * Sends a request and returns the reply, both as UTF-8.
	 * @param request the request, without its frame
	 * @return the reply, without its frame
	 * @throws UncheckedIOException as {@link #exchange(byte[])}
	 */
	public String exchange(String request) {
		return text(exchange(bytes(request), false));
	}

	/**
	 * Sends a request that may reach the server twice without harm, and returns the
	 * reply.
	 * @param request the request, without its frame
	 * @return the reply, without its frame
	 * @throws UncheckedIOException as {@link #exchange(byte[])}
	 */
	public byte[] exchangeIdempotent(byte[] request) {
		return exchange(request, true);
	}

	/**
	 * Sends a request that may reach the server twice without harm, and returns the
	 * reply, both as UTF-8.
	 * @param request the request, without its frame
	 * @return the reply, without its frame
	 * @throws UncheckedIOException as {@link #exchange(byte[])}
	 */
	public String exchangeIdempotent(String request) {
		return text(exchange(bytes(request), true));
	}

	private byte[] exchange(byte[] request, boolean idempotent) {
		try {
			return attempt(request);
		}
		catch (ConnectionClosedException ex) {
			if (!idempotent && ex.requestBytesWritten() > 0) {
				throw failed(ex);
			}
			return attemptAgain(request, ex);
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	private byte[] attemptAgain(byte[] request, IOException first) {
		try {
			return attempt(request);
		}
		catch (IOException ex) {
			ex.addSuppressed(first);
			throw failed(ex);
		}
		catch (RuntimeException ex) {
			ex.addSuppressed(first);
			throw ex;
		}
	}

	private byte[] attempt(byte[] request) throws IOException {
		return pool().execute((connection) -> connection.exchange(request));
	}

	private UncheckedIOException failed(IOException failure) {
		return new UncheckedIOException(pool().name() + " – " + failure.getMessage(), failure);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
