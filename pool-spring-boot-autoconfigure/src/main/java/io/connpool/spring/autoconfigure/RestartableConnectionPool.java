package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.connpool.BreakerState;
import io.connpool.CloseReport;
import io.connpool.ConnectionFunction;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * A pool that follows the life of the application context: nothing is opened before it is
 * started or first used, and once stopped it can be started again.
 *
 * @param <C> the connection type
 */
/*
 * The engine's pool cannot be started again, so each start builds a new one. A stopped
 * one stays in "pool", to refuse callers in its own words and to show its last numbers.
 * All fields are written under the lock only. The lock is held while a pool is built,
 * which takes time only with "warm-up: fail-fast"; whoever comes before that has ended
 * waits for it.
 */
final class RestartableConnectionPool<C> implements ConnectionPool<C> {

	private final PoolSettings settings;

	private final Supplier<ConnectionPool<C>> builder;

	private final List<Runnable> afterClose = new ArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when the phase is no longer STOPPING. */
	private final Condition stopped = this.lock.newCondition();

	private volatile @Nullable ConnectionPool<C> pool;

	private volatile Phase phase = Phase.NEW;

	/**
	 * Creates a pool that is not started.
	 * @param settings its settings
	 * @param builder builds the pool that does the work
	 */
	RestartableConnectionPool(PoolSettings settings, Supplier<ConnectionPool<C>> builder) {
		this.settings = settings;
		this.builder = builder;
	}

	/**
	 * Has an action run once the pool was closed for good; at once if it is.
	 */
	void onClose(Runnable action) {
		this.lock.lock();
		try {
			if (this.phase != Phase.CLOSED) {
				this.afterClose.add(action);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		action.run();
	}

	/**
	 * Starts the pool, unless it runs or was closed for good. If it is being stopped,
	 * this waits for that, because old and new connections together may be too many.
	 * @throws PoolException with {@code warm-up: fail-fast}, if the first connections
	 * cannot be opened; the pool can then be started again
	 */
	void start() {
		this.lock.lock();
		try {
			while (this.phase == Phase.STOPPING) {
				this.stopped.awaitUninterruptibly();
			}
			if (this.phase == Phase.NEW || this.phase == Phase.STOPPED) {
				this.pool = this.builder.get();
				this.phase = Phase.RUNNING;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stops the pool until it is started again, giving leases {@code close.drain-timeout}
	 * to come back.
	 * @return what was found, or null if it did not run
	 */
	@Nullable CloseReport stop() {
		ConnectionPool<C> running = beginStop();
		if (running == null) {
			return null;
		}
		try {
			return running.close(this.settings.closeDrainTimeout());
		}
		finally {
			moveTo(Phase.STOPPED);
		}
	}

	private @Nullable ConnectionPool<C> beginStop() {
		this.lock.lock();
		try {
			if (this.phase == Phase.NEW) {
				this.phase = Phase.STOPPED;
			}
			if (this.phase != Phase.RUNNING) {
				return null;
			}
			this.phase = Phase.STOPPING;
			return this.pool;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public CloseReport close(Duration drain) {
		Phase before = moveTo(Phase.CLOSED);
		ConnectionPool<C> current = this.pool;
		CloseReport report = (current != null) ? current.close(drain)
				: new CloseReport(name(), Duration.ZERO, 0, List.of(), List.of());
		if (before != Phase.CLOSED) {
			// nothing is added once it is closed
			this.afterClose.forEach(Runnable::run);
		}
		return report;
	}

	@Override
	public void close() {
		close(this.settings.closeDrainTimeout());
	}

	private Phase moveTo(Phase next) {
		this.lock.lock();
		try {
			Phase before = this.phase;
			if (before != Phase.CLOSED) {
				this.phase = next;
				this.stopped.signalAll();
			}
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ConnectionPool<C> running() {
		ConnectionPool<C> current = this.pool;
		return (current != null) ? current : startOnDemand();
	}

	private ConnectionPool<C> startOnDemand() {
		this.lock.lock();
		try {
			if (this.phase == Phase.NEW) {
				start();
			}
			ConnectionPool<C> current = this.pool;
			if (current == null) {
				throw new PoolClosedException(name());
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Lease<C> acquire() throws InterruptedException {
		return running().acquire();
	}

	@Override
	public Lease<C> acquire(Duration timeout) throws InterruptedException {
		return running().acquire(timeout);
	}

	@Override
	public @Nullable Lease<C> tryAcquire() {
		// one that is yet to be started has no connection to lend
		return (this.pool == null && this.phase == Phase.NEW) ? null : running().tryAcquire();
	}

	@Override
	public CompletableFuture<Lease<C>> acquireAsync(Duration timeout) {
		try {
			return running().acquireAsync(timeout);
		}
		catch (PoolException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <R extends @Nullable Object, X extends Exception> R execute(
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		return running().execute(action);
	}

	@Override
	public <R extends @Nullable Object, X extends Exception> R execute(Duration timeout,
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		return running().execute(timeout, action);
	}

	/**
	 * Returns what the pool is doing now. One that is yet to be started counts as
	 * running, because it lends to whoever asks.
	 */
	@Override
	public PoolStats stats() {
		ConnectionPool<C> current = this.pool;
		if (current != null) {
			return current.stats();
		}
		return new PoolStats(name(), (this.phase == Phase.NEW) ? PoolState.RUNNING : PoolState.CLOSED,
				this.settings.maxSize(), this.settings.minIdle(), 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO,
				BreakerState.CLOSED, null, 0, 0, 0, 0, 0, 0, Map.of());
	}

	@Override
	public PoolSettings settings() {
		ConnectionPool<C> current = this.pool;
		return (current != null) ? current.settings() : this.settings;
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public void evictAll() {
		ConnectionPool<C> current = this.pool;
		if (current != null) {
			current.evictAll();
		}
	}

	@Override
	public void suspend() {
		running().suspend();
	}

	@Override
	public void resume() {
		running().resume();
	}

	@Override
	public void resize(int minIdle, int maxSize) {
		running().resize(minIdle, maxSize);
	}

	@Override
	public String toString() {
		return "ConnectionPool '" + name() + "' (" + this.phase + ")";
	}

	/** The life of the pool; one that is STOPPED can be started again. */
	private enum Phase {

		NEW, RUNNING, STOPPING, STOPPED, CLOSED

	}

}
