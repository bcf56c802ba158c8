package io.connpool.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts wires whose deadline has passed: one daemon thread for all connections of the JVM.
 */
/*-
 * Why a thread that cuts, and not a timeout in each read:
 *
 * A blocking channel does an exchange in two system calls, one write and one read, parks
 * virtual threads without holding a carrier, wakes up on close from any thread, and
 * treats reads, writes and connects alike. All it lacks is a deadline. Rejected:
 *
 * - The socket adaptor's SO_TIMEOUT. Reads only: a write to a peer that does not read
 *   blocks for ever. On platform threads each timed read of a blocking channel adds four
 *   fcntl, a poll and a second read; on virtual threads a timer is started and cancelled
 *   per read. Measured: 20 to 40 % more CPU per exchange than the blocking read.
 * - A non-blocking channel and a Selector each. As fast on platform threads, slower on
 *   virtual ones, two more file descriptors and 6 KB per connection, and before Java 24 a
 *   virtual thread in select() holds its carrier.
 * - One shared selector that hands over to the caller: two context switches per exchange.
 *
 * The cost here: two or three CAS and as many clock reads per exchange, no lock, no
 * allocation, no call into the system; and the wire of an exchange that ran out of time
 * is gone, which is what we want: it may still carry the late reply.
 *
 * An interrupt closes a blocking channel, which suits us too. Before Java 21 one is lost
 * to a thread that is just about to block (Thread.interrupt looks for a channel first and
 * sets the flag second): it waits until its deadline, and finds its flag set then.
 *
 * The thread sleeps until the earliest deadline it saw. Most exchanges end before theirs
 * and their successors' are later still, so it wakes about once per timeout, not once per
 * exchange. Nothing is lost: `hasten` runs after the deadline was written (volatile) and
 * compares it with `wakeAt`; the thread sets `wakeAt` to "never" before it reads the
 * deadlines. So either the thread reads the new deadline, or `hasten` reads "never" or
 * the result of that scan, and wakes it if that is later than the new deadline.
 *
 * The thread starts with the first connection, ends half a second after the last, and
 * keeps no class loader: no context loader, no inherited thread locals.
 */
final class DeadlineWatch implements Runnable {

	/**
	 * No deadline: about 146 years, so that sums with an instant compare by subtraction.
	 */
	static final long FOREVER = Long.MAX_VALUE / 2;

	/** The one that connections use. */
	static final DeadlineWatch SHARED = new DeadlineWatch(NanoClock.SYSTEM, DeadlineWatch::newThread);

	private static final Logger LOGGER = LoggerFactory.getLogger(DeadlineWatch.class);

	private static final long LINGER_NANOS = 500_000_000L;

	private static final long RETRY_NANOS = 10_000_000L;

	private static final long TELL_EVERY = TimeUnit.MINUTES.toNanos(1);

	private final NanoClock clock;

	private final ThreadFactory threads;

	private final Set<WireGuard> guards = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	/** Written under the lock. */
	private volatile @Nullable Thread thread;

	/** When the thread will look again unless it is woken. */
	private volatile long wakeAt;

	/** When a failure was logged last; of the thread alone, as is the next. */
	private long toldAt;

	private long untold;

	DeadlineWatch(NanoClock clock, ThreadFactory threads) {
		this.clock = clock;
		this.threads = threads;
		this.wakeAt = clock.nanos() + FOREVER;
		this.toldAt = clock.nanos() - TELL_EVERY;
	}

	static Thread newThread(Runnable task) {
		Thread thread = new Thread(null, task, "connpool-deadlines", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	}

	long now() {
		return this.clock.nanos();
	}

	/**
	 * Begins to keep the deadlines of a connection.
	 * @param guard the connection's guard
	 */
	void add(WireGuard guard) {
		this.lock.lock();
		try {
			if (this.thread == null) {
				Thread started = this.threads.newThread(this);
				started.start();
				this.thread = started;
			}
			this.guards.add(guard);
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(WireGuard guard) {
		if (this.guards.remove(guard) && this.guards.isEmpty()) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Makes sure that the thread looks again in time for a deadline, which must have been
	 * written already.
	 * @param deadline the instant
	 */
	void hasten(long deadline) {
		if (deadline - this.wakeAt < 0) {
			this.wakeAt = deadline;
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Cuts what is due.
	 * @return nanoseconds until it has to look again, {@link #FOREVER} if nothing is
	 * awaited
	 */
	long runOnce() {
		long now = now();
		this.wakeAt = now + FOREVER;
		long nap = FOREVER;
		for (WireGuard guard : this.guards) {
			nap = Math.min(nap, guard.expire(now));
		}
		this.wakeAt = now + nap;
		return nap;
	}

	@Override
	public void run() {
		while (true) {
			long nap = look();
			if (nap < FOREVER) {
				LockSupport.parkNanos(this, nap);
			}
			else if (!this.guards.isEmpty()) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, LINGER_NANOS);
				if (isOver()) {
					return;
				}
			}
			Thread.interrupted(); // nobody has a reason to interrupt it; parked with the
									// flag set it would spin
		}
	}

	/** All deadlines of the JVM depend on this thread: whatever happens, it goes on. */
	long look() {
		try {
			return runOnce();
		}
		catch (Throwable ex) {
			tell(ex);
			return RETRY_NANOS;
		}
	}

	/**
	 * Once a minute: what fails for good is tried again a hundred times a second. A
	 * logging backend that fails costs no deadline either.
	 */
	private void tell(Throwable failure) {
		try {
			long now = now();
			if (now - this.toldAt < TELL_EVERY) {
				this.untold++;
				return;
			}
			long untold = this.untold;
			this.toldAt = now;
			this.untold = 0;
			LOGGER.error("bug: a deadline could not be kept, trying again; left out since the last such line: {}",
					untold, failure);
		}
		catch (Throwable loggingFailed) {
			// nobody is left to be told
		}
	}

	private boolean isOver() {
		this.lock.lock();
		try {
			if (!this.guards.isEmpty()) {
				return false;
			}
			this.thread = null;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

}
