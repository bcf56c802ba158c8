package io.connpool.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.connpool.AcquireInterruptedException;
import io.connpool.CloseReason;
import io.connpool.CloseReport;
import io.connpool.ConnectionFunction;
import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.Fairness;
import io.connpool.Lease;
import io.connpool.NanoClock;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import org.jspecify.annotations.Nullable;

/*
 * What a pool is made of, and the operations on it as a whole. The way of a caller through it is
 * in Lending (idle connections, no waiting) and Line (waiting). Everything that takes time or
 * may fail happens elsewhere: Opener, Checks and Closer work on slots in the background and give
 * them back through Lending; Upkeep does what is due; Shutdown ends it all.
 */
final class Pool<C> implements ConnectionPool<C> {

	private static final long LONGEST_FAREWELL = TimeUnit.MINUTES.toNanos(1);

	final NanoClock clock;

	final PoolLog log;

	final Hooks<C> hooks;

	final Workers workers;

	final Notifier notifier;

	final Counters counters = new Counters();

	final Quarantine quarantine;

	final Suspicion suspicion;

	final Gate gate = new Gate();

	final WaitQueue<C> queue = new WaitQueue<>(this.gate);

	final LiveConnections<C> live = new LiveConnections<>();

	final SlotTable<C> table;

	final Sizing<C> sizing;

	final Tick tick;

	final Checks<C> checks;

	final Closer<C> closer;

	final Opener<C> opener;

	final Diagnosis<C> diagnosis;

	final Lending<C> lending;

	final Returning<C> returning;

	final Line<C> line;

	final Serving<C> serving = new Serving<>(this);

	/** Null under fairness: strict. */
	final @Nullable Passing<C> passing;

	private final Upkeep<C> upkeep;

	private final Shutdown<C> shutdown;

	private final Housekeeper.Chore chore;

	private long endedAt;

	/** Written after the date. */
	private volatile boolean ended;

	Pool(ConnectionPools.Builder<C> parts, PoolSettings settings, PoolLog log, Notifier notifier, Workers workers) {
		this.clock = parts.clock();
		this.log = log;
		this.notifier = notifier;
		this.workers = workers;
		this.hooks = new Hooks<>(parts.factory(), log);
		this.quarantine = new Quarantine(settings.maxQuarantined());
		this.suspicion = new Suspicion(this.clock, () -> wakeBy(this.clock.nanos()));
		this.table = new SlotTable<>(this, settings.maxSize(), settings.idleOrder());
		this.sizing = new Sizing<>(settings, this.table, this.gate);
		this.checks = new Checks<>(this);
		this.closer = new Closer<>(this);
		this.opener = new Opener<>(this);
		this.diagnosis = new Diagnosis<>(this);
		this.tick = new Tick(this.clock, () -> wakeBy(this.clock.nanos() + Tick.RESOLUTION));
		Fitness<C> fitness = new Fitness<>(this, settings);
		this.passing = (settings.fairness() == Fairness.BOUNDED) ? new Passing<>(this) : null;
		this.returning = new Returning<>(this, fitness, this.passing);
		this.lending = new Lending<>(this, fitness, settings);
		this.line = new Line<>(this, this.passing);
		this.upkeep = new Upkeep<>(this);
		this.shutdown = new Shutdown<>(this);
		workers.onDeferred(() -> wakeBy(this.clock.nanos() + Tick.RESOLUTION));
		this.chore = parts.housekeeping().chore(this::housekeep);
		this.chore.start();
	}

	@Override
	public Lease<C> acquire() throws InterruptedException {
		Lease<C> lease = acquireAtOnce();
		return (lease != null) ? lease : this.line.acquire(settings().acquireTimeout());
	}

	@Override
	public Lease<C> acquire(Duration timeout) throws InterruptedException {
		if (timeout.isNegative()) {
			throw Line.negative(timeout);
		}
		Lease<C> lease = acquireAtOnce();
		return (lease != null) ? lease : this.line.acquire(timeout);
	}

	private @Nullable Lease<C> acquireAtOnce() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		return this.lending.acquireIdle(true);
	}

	@Override
	public @Nullable Lease<C> tryAcquire() {
		throwIfClosed();
		return this.lending.acquireIdle(false);
	}

	@Override
	public CompletableFuture<Lease<C>> acquireAsync(Duration timeout) {
		return this.line.acquireAsync(timeout);
	}

	@Override
	public <R extends @Nullable Object, X extends Exception> R execute(
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		return execute(settings().acquireTimeout(), action);
	}

	@Override
	public <R extends @Nullable Object, X extends Exception> R execute(Duration timeout,
			ConnectionFunction<? super C, ? extends R, X> action) throws X {
		Objects.requireNonNull(action, "action");
		Lease<C> lease;
		try {
			lease = acquire(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AcquireInterruptedException(name(), ex);
		}
		R result;
		try {
			result = action.apply(lease.connection());
		}
		catch (Throwable ex) {
			try {
				lease.invalidate(ex);
			}
			catch (Throwable failed) {
				ex.addSuppressed(failed);
			}
			throw ex;
		}
		try {
			lease.close();
		}
		catch (Throwable ex) {
			this.log.warn("release", "giving a connection back failed", ex);
		}
		return result;
	}

	IllegalStateException staleCall(String what) {
		this.counters.staleCalls.increment();
		return new IllegalStateException(
				name() + " – " + what + " on a lease that has ended: closed, invalidated or reclaimed");
	}

	void throwIfClosed() {
		if (this.gate.isClosing()) {
			throw new PoolClosedException(name());
		}
	}

	/** Opens a connection; on a thread of the pool, within a bounded call. */
	C openNew(Slot<C> slot, OpenReason reason, int attempt, Deadline deadline) throws Exception {
		C opened = this.hooks.factory().open(new OpenRequest(name(), slot.connectionId, attempt, deadline, reason));
		if (opened == null) {
			throw new IllegalStateException("the factory " + this.hooks + " returned null instead of a connection");
		}
		if (!isNew(opened)) {
			throw new IllegalStateException("the factory " + this.hooks
					+ " returned a connection that is in the pool already: " + ForeignText.told(opened));
		}
		return opened;
	}

	private boolean isNew(C opened) throws Exception {
		try {
			return this.live.add(opened);
		}
		catch (Throwable ex) {
			// out of memory: nobody else would close it
			this.hooks.factory().close(opened);
			throw ex;
		}
	}

	/**
	 * Has a connection closed at the end of its lifetime: now if idle, else on return.
	 */
	void expire(Slot<C> slot) {
		slot.doom(CloseReason.MAX_LIFETIME);
		if (slot.claim(SlotState.IDLE, SlotState.ACTIVE)) {
			this.returning.offerChecked(slot);
		}
	}

	/** A place came free, or a call left quarantine. */
	void placeFreed() {
		this.opener.supply();
		long now = this.clock.nanos();
		long again = this.shutdown.pass(now);
		if (again != Long.MAX_VALUE) {
			wakeBy(now + again);
		}
	}

	void wakeBy(long nanos) {
		this.chore.wakeBy(nanos - this.clock.nanos());
	}

	/**
	 * Nothing of the pool is left to look after but those who still have to be told so.
	 */
	void ended(long now) {
		this.endedAt = now;
		this.ended = true;
		this.workers.shutdown();
		wakeBy(now);
	}

	/**
	 * Leaves once all know that the pool has ended, and every connection is closed that
	 * can be; or else after a while.
	 */
	private void leaveHousekeeping() {
		boolean done = !this.workers.isAnyDeferred() && !this.line.isAnyFailing() && !this.table.isAnyLost();
		if (done || this.clock.nanos() - this.endedAt > LONGEST_FAREWELL) {
			this.chore.remove();
		}
	}

	/** Whatever fails in a pass is tried again in the next. */
	private long housekeep() {
		long again = Tick.RESOLUTION;
		try {
			again = runOnce(this.clock.nanos());
		}
		catch (Throwable ex) {
			this.log.error("bug: a housekeeping pass failed; it is tried again", ex);
		}
		if (this.ended) {
			leaveHousekeeping();
		}
		return again;
	}

	/** One housekeeping pass. Returns the nanoseconds until the next is needed. */
	long runOnce(long now) {
		return Math.min(this.upkeep.pass(now), this.shutdown.pass(now));
	}

	@Override
	public PoolStats stats() {
		return this.diagnosis.stats(this.gate.state());
	}

	@Override
	public PoolSettings settings() {
		return this.sizing.settings();
	}

	@Override
	public String name() {
		return settings().name();
	}

	@Override
	public void evictAll() {
		this.gate.nextGeneration();
		this.upkeep.sweepIdle();
		wakeBy(this.clock.nanos());
		this.log.info("evict", "evicting all connections");
	}

	@Override
	public void suspend() {
		if (this.gate.move(PoolState.RUNNING, PoolState.SUSPENDED)) {
			this.log.info("suspended");
		}
		throwIfClosed();
	}

	@Override
	public void resume() {
		if (this.gate.move(PoolState.SUSPENDED, PoolState.RUNNING)) {
			this.log.info("resumed");
			this.queue.lastsFrom(this.clock.nanos());
			this.serving.look(this.clock.nanos(), Tick.RESOLUTION);
			wakeBy(this.clock.nanos());
			this.opener.supply();
		}
		throwIfClosed();
	}

	@Override
	public void resize(int minIdle, int maxSize) {
		throwIfClosed();
		PoolSettings before = this.sizing.resize(minIdle, maxSize);
		this.log.info("resize",
				"resized from " + before.minIdle() + ".." + before.maxSize() + " to " + minIdle + ".." + maxSize);
		this.upkeep.sweepIdle();
		this.opener.supply();
		wakeBy(this.clock.nanos());
	}

	@Override
	public CloseReport close(Duration drain) {
		CompletableFuture<CloseReport> done = closeAsync(drain);
		if (!done.isDone() && this.workers.isInside()) {
			return this.shutdown.report(this.clock.nanos());
		}
		return this.shutdown.await();
	}

	/** Starts closing the pool without waiting for its end. */
	CompletableFuture<CloseReport> closeAsync(Duration drain) {
		if (drain.isNegative()) {
			throw new IllegalArgumentException("drain = " + drain + ", allowed: zero (abort at once) or more");
		}
		return this.shutdown.begin(drain);
	}

	@Override
	public void close() {
		close(settings().closeDrainTimeout());
	}

}
