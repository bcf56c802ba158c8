package io.connpool.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;

/*
 * One thread that looks after all pools of this class loader. It only schedules: a chore is a
 * pass over one pool's timetable that runs no user code and says when it wants to come again.
 * Chores that want to come after a tick or more are put on a common grid, so that a thousand
 * pools wake the thread ten times a second and not ten thousand times.
 *
 * The thread starts with the first pool and ends with the last; it carries no context class
 * loader and no thread-locals of whoever started it.
 */
final class Housekeeper implements Housekeeping {

	static final Housekeeper SHARED = new Housekeeper();

	private static final String THREAD_NAME = "connpool-housekeeper";

	private static final long FAR = Long.MAX_VALUE / 4;

	private final List<PoolChore> chores = new CopyOnWriteArrayList<>();

	/** Guards the decision to start and to end the thread; nothing is called under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Thread thread;

	/** Of what no pool can tell: a pass that fails is told in the log of its pool. */
	private final PoolLog log;

	private Housekeeper() {
		this(NanoClock.SYSTEM);
	}

	/**
	 * Creates a housekeeper of its own.
	 * @param logClock tells when the same line may be logged again
	 */
	Housekeeper(NanoClock logClock) {
		this.log = new PoolLog(THREAD_NAME, logClock);
	}

	@Override
	public Chore chore(LongSupplier pass) {
		return new PoolChore(pass);
	}

	private void start(PoolChore chore) {
		this.lock.lock();
		try {
			this.chores.add(chore);
			if (this.thread == null) {
				startThread();
			}
			else {
				LockSupport.unpark(this.thread);
			}
		}
		catch (Throwable ex) {
			this.chores.remove(chore);
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startThread() {
		Thread started = new Thread(null, this::run, THREAD_NAME, 0, false);
		started.setDaemon(true);
		started.setContextClassLoader(null);
		// before it runs: whoever has it come must find it, or it parks and is not woken
		this.thread = started;
		try {
			started.start();
		}
		catch (Throwable ex) {
			this.thread = null;
			throw ex;
		}
	}

	private void run() {
		while (!isOver()) {
			try {
				this.chores.forEach(PoolChore::runIfDue);
				Thread.interrupted();
				// only now, and with no lock or park in between: a pass may have parked
				// somewhere and swallowed the permit of a wake-up
				long wait = this.chores.isEmpty() ? 0 : FAR;
				for (PoolChore chore : this.chores) {
					wait = Math.min(wait, chore.untilDue());
				}
				if (wait > 0) {
					LockSupport.parkNanos(this, wait);
				}
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	private boolean isOver() {
		if (!this.chores.isEmpty()) {
			return false;
		}
		this.lock.lock();
		try {
			if (this.chores.isEmpty()) {
				this.thread = null;
				return true;
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void failed(Throwable ex) {
		this.log.error("bug: a housekeeping pass failed; it is tried again", ex);
	}

	private final class PoolChore implements Chore {

		private final LongSupplier pass;

		/** When the next pass is due; lowered by anybody, raised by the thread only. */
		private final AtomicLong dueAt = new AtomicLong(NanoClock.SYSTEM.nanos());

		PoolChore(LongSupplier pass) {
			this.pass = pass;
		}

		@Override
		public void start() {
			Housekeeper.this.start(this);
		}

		long untilDue() {
			return this.dueAt.get() - NanoClock.SYSTEM.nanos();
		}

		void runIfDue() {
			long now = NanoClock.SYSTEM.nanos();
			if (this.dueAt.get() - now > 0) {
				return;
			}
			this.dueAt.set(now + FAR);
			long again = Tick.RESOLUTION;
			try {
				again = this.pass.getAsLong();
			}
			catch (Throwable ex) {
				failed(ex);
			}
			finally {
				lower(onGrid(NanoClock.SYSTEM.nanos(), Math.min(again, FAR)));
			}
		}

		@Override
		public void wakeBy(long nanosFromNow) {
			if (lower(NanoClock.SYSTEM.nanos() + Math.max(0, Math.min(nanosFromNow, FAR)))) {
				LockSupport.unpark(Housekeeper.this.thread);
			}
		}

		@Override
		public void remove() {
			Housekeeper.this.chores.remove(this);
			LockSupport.unpark(Housekeeper.this.thread);
		}

		private boolean lower(long at) {
			for (;;) {
				long due = this.dueAt.get();
				if (at - due >= 0) {
					return false;
				}
				if (this.dueAt.compareAndSet(due, at)) {
					return true;
				}
			}
		}

		private static long onGrid(long now, long delay) {
			long at = now + delay;
			return (delay < Tick.RESOLUTION || delay >= FAR) ? at : at + Math.floorMod(-at, Tick.RESOLUTION / 4);
		}

	}

}
