package io.connpool.benchmarks.probe;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What a call to the backend, or to a hook, does instead of its work.
 */
@FunctionalInterface
interface Fault {

	/** None. */
	Fault NONE = () -> {
	};

	/** Throws what a backend throws that is down. */
	Fault REFUSAL = () -> {
		throw new ConnectException("Connection refused");
	};

	/** Throws what a class path throws that lacks a class of the driver. */
	Fault ERROR = () -> {
		throw new NoClassDefFoundError("com/example/driver/Packet");
	};

	/** Throws what a parser throws that recurses over a broken answer. */
	Fault STACK_OVERFLOW = () -> {
		throw new StackOverflowError();
	};

	/** Throws what a hook throws that has a bug. */
	Fault BUG = () -> {
		throw new IllegalStateException("a bug in the hook");
	};

	/** Never returns, unless its thread is interrupted: I/O on a channel. */
	Fault HANG = () -> {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException();
		}
	};

	/** Never returns, whatever happens: a blocking socket read on a platform thread. */
	Fault DEAF_HANG = () -> deaf(Long.MAX_VALUE);

	/**
	 * Lets the call return late, and interrupts do not change that.
	 * @param time how late
	 * @return the fault
	 */
	static Fault slow(Duration time) {
		return () -> deaf(time.toNanos());
	}

	/**
	 * As {@link #slow}, for a call that keeps the limit that it is given, if any.
	 * @param time how late
	 * @return the fault
	 */
	static Fault slowWithinLimit(Duration time) {
		return new Fault() {

			@Override
			public void strike() {
				deaf(time.toNanos());
			}

			@Override
			public boolean strikeWithin(long limitMillis) {
				boolean inTime = limitMillis == 0 || limitMillis >= time.toMillis();
				deaf(inTime ? time.toNanos() : Duration.ofMillis(limitMillis).toNanos());
				return inTime;
			}

		};
	}

	/**
	 * Returns, late, or not at all.
	 * @throws Exception in place of a result
	 */
	void strike() throws Exception;

	/**
	 * Strikes a call that was given a limit, which most faults do not care for.
	 * @param limitMillis the limit; zero for none
	 * @return whether the call came to its end
	 * @throws Exception in place of a result
	 */
	default boolean strikeWithin(long limitMillis) throws Exception {
		strike();
		return true;
	}

	private static void deaf(long nanos) {
		long start = System.nanoTime();
		boolean interrupted = false;
		for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
			try {
				Thread.sleep(Math.max(1, Math.min(left / 1_000_000, 1_000)));
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
