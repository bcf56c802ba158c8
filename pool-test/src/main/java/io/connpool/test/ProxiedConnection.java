package io.connpool.test;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One connection of a {@link FaultProxy}, by its number. It need not be there yet: faults
 * may be set before it is accepted.
 *
 * <p>
 * <b>Threads:</b> any; each command has taken effect when it returns.
 *
 * @see FaultProxy#connection(long)
 */
public final class ProxiedConnection {

	private final ProxyLoop loop;

	private final long number;

	ProxiedConnection(ProxyLoop loop, long number) {
		this.loop = loop;
		this.number = number;
	}

	/**
	 * Returns its place in the order of the connections accepted.
	 * @return one or more
	 */
	public long number() {
		return this.number;
	}

	/**
	 * Returns whether this connection is open: accepted, and not yet ended both ways.
	 * @return true if it can be harmed now
	 */
	public boolean isOpen() {
		return with((link) -> {
			// only looks
		});
	}

	/**
	 * Gives this connection a fault, in place of the one that it alone had. If it is
	 * open, positions count from now; if it is over, nothing happens.
	 * @param fault what it is to suffer; {@link Fault#none()} for nothing
	 */
	public void fault(Fault fault) {
		Objects.requireNonNull(fault, "fault");
		this.loop.run(() -> this.loop.desk().fault(this.number, fault));
	}

	/**
	 * Resets this connection to both sides. If it is not open, nothing happens.
	 */
	public void cut() {
		with(ProxyLink::cut);
	}

	/**
	 * Sends the client bytes that the server did not send, after those on their way.
	 * @param bytes what to send
	 * @throws IllegalStateException if the connection is not open
	 */
	public void sendToClient(byte... bytes) {
		send(Direction.REPLIES, bytes);
	}

	/**
	 * Sends the server bytes that the client did not send, after those on their way.
	 * @param bytes what to send
	 * @throws IllegalStateException if the connection is not open
	 */
	public void sendToServer(byte... bytes) {
		send(Direction.REQUESTS, bytes);
	}

	private void send(Direction direction, byte[] bytes) {
		byte[] copy = bytes.clone();
		if (!with((link) -> link.stray(direction, copy))) {
			throw new IllegalStateException(this + " is not open");
		}
	}

	/** Does something to it; returns whether it is open. */
	private boolean with(Consumer<ProxyLink> action) {
		AtomicBoolean open = new AtomicBoolean();
		this.loop.run(() -> open.set(this.loop.desk().with(this.number, action)));
		return open.get();
	}

	@Override
	public String toString() {
		return "connection " + this.number;
	}

}
