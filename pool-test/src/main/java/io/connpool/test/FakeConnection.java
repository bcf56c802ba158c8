package io.connpool.test;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A connection to nowhere that keeps a ledger of what was done to it, and complains to
 * the {@link FakeConnectionFactory} that opened it about what must never happen: being
 * used by two at a time, being closed twice, being used after its end.
 *
 * <p>
 * <b>Threads:</b> any.
 */
public final class FakeConnection implements AutoCloseable {

	private final long id;

	private final Queue<String> violations;

	private final AtomicInteger closeCalls = new AtomicInteger();

	private final AtomicInteger abortCalls = new AtomicInteger();

	private final AtomicInteger uses = new AtomicInteger();

	private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

	private final AtomicReference<@Nullable String> hook = new AtomicReference<>();

	private volatile boolean closed;

	private volatile boolean ended;

	private volatile Runnable onEnd = () -> {
	};

	FakeConnection(long id, Queue<String> violations) {
		this.id = id;
		this.violations = violations;
	}

	/**
	 * Returns the number of the connection.
	 * @return 1 for the first one its factory opened, and so on
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Begins a use. Call it when the connection has been acquired, to notice when it is
	 * lent to two callers at once.
	 * @throws IllegalStateException if it is in use or has ended; the factory remembers
	 * that as a violation too
	 */
	public void enter() {
		Thread me = Thread.currentThread();
		Thread other = this.user.compareAndExchange(null, me);
		if (other != null) {
			throw new IllegalStateException(
					violation("lent to " + me.getName() + " while " + other.getName() + " has it"));
		}
		if (this.ended) {
			throw new IllegalStateException(violation("lent to " + me.getName() + " after its end"));
		}
		this.uses.incrementAndGet();
	}

	/**
	 * Ends a use. Call it just before the connection is given back.
	 */
	public void leave() {
		this.user.set(null);
	}

	/**
	 * Returns whether the connection has neither been closed nor aborted.
	 * @return true until its end
	 */
	public boolean isOpen() {
		return !this.ended;
	}

	/**
	 * Returns how often {@link #enter()} was called.
	 * @return the number of uses begun
	 */
	public int uses() {
		return this.uses.get();
	}

	/**
	 * Returns how often an orderly close was begun.
	 * @return 0 or 1, if the pool behaves
	 */
	public int closeCalls() {
		return this.closeCalls.get();
	}

	/**
	 * Returns how often the connection was aborted.
	 * @return 0 or 1, if the pool behaves
	 */
	public int abortCalls() {
		return this.abortCalls.get();
	}

	/**
	 * Closes the connection; for factories that are just a lambda.
	 */
	@Override
	public void close() {
		beginClose();
		endClose(true);
	}

	@Override
	public String toString() {
		return "FakeConnection#" + this.id + (this.ended ? " (ended)" : "");
	}

	void onEnd(Runnable callback) {
		this.onEnd = callback;
	}

	void beginClose() {
		if (this.closeCalls.incrementAndGet() > 1) {
			violation("closed twice");
		}
		if (this.abortCalls.get() > 0) {
			violation("closed after it had been aborted");
		}
	}

	/** A close that was blocked may have overrun, and be followed by an abort. */
	void endClose(boolean inTime) {
		this.closed = inTime;
		end();
	}

	void beginAbort() {
		if (this.abortCalls.incrementAndGet() > 1) {
			violation("aborted twice");
		}
		if (this.closed) {
			violation("aborted after it had been closed");
		}
	}

	void end() {
		if (!this.ended) {
			this.ended = true;
			this.onEnd.run();
		}
	}

	/** Only one hook at a time may have the connection, {@code abort} excepted. */
	void beginHook(String name) {
		if (this.ended) {
			violation(name + " after its end");
		}
		String other = this.hook.compareAndExchange(null, name);
		if (other != null) {
			violation(name + " while it was being " + other);
		}
	}

	void endHook(String name) {
		this.hook.compareAndSet(name, null);
	}

	private String violation(String what) {
		String text = this + " was " + what;
		this.violations.add(text);
		return text;
	}

}
