package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import io.connpool.AcquireTimeoutException;
import io.connpool.CloseReason;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.PoolClosedException;

/**
 * A whole pool on a clock that stands still, without threads of its own: the actors do
 * all there is to do. What became of it is told in words, so that the outcomes of a test
 * read as sentences.
 */
final class StressRig {

	static final Duration LONG = Duration.ofMinutes(10);

	private static final int DELAYS = 9;

	private static final int PASSES = 20;

	final HandClock clock = new HandClock();

	final Tasks tasks = new Tasks();

	final WireFactory factory;

	final Pool<Wire> pool;

	private final int delay = ThreadLocalRandom.current().nextInt(1 << ThreadLocalRandom.current().nextInt(DELAYS));

	StressRig(WireFactory factory, UnaryOperator<ConnectionPools.Builder<Wire>> settings) {
		this.factory = factory;
		ConnectionPools.Builder<Wire> builder = ConnectionPools.builder(factory)
			.name("stress")
			.maxSize(1)
			.idleTimeout(Duration.ZERO)
			.maxLifetime(Duration.ZERO)
			.keepaliveInterval(Duration.ZERO)
			.clock(this.clock)
			.driven(this.tasks);
		this.pool = settings.apply(builder).buildPool();
	}

	StressRig(UnaryOperator<ConnectionPools.Builder<Wire>> settings) {
		this(new WireFactory(), settings);
	}

	/** Of one place. */
	StressRig() {
		this(UnaryOperator.identity());
	}

	/** Joins the line, or takes what is idle. */
	CompletableFuture<Lease<Wire>> ask() {
		return this.pool.acquireAsync(LONG);
	}

	/** Acquires what can be had at once. */
	Lease<Wire> lease() {
		Lease<Wire> lease = ask().getNow(null);
		if (lease == null) {
			throw new AssertionError("not served at once: " + this.pool.stats());
		}
		return lease;
	}

	/** Opens a connection and leaves it idle. */
	StressRig idle() {
		lease().close();
		return this;
	}

	/** Lets time pass, and the housekeeper then look after the pool. */
	void pass(Duration duration) {
		this.clock.advance(duration);
		this.pool.runOnce(this.clock.nanos());
	}

	/**
	 * Waits for a moment, a different one in each rig and more often a short one, so that
	 * the lighter of two actors does not always come first.
	 */
	void stagger() {
		for (int i = this.delay; i > 0; i--) {
			Thread.onSpinWait();
		}
	}

	/** Lets everything happen that needs no time. */
	StressRig settle() {
		this.tasks.flow();
		for (int i = 0; i < PASSES; i++) {
			if (this.pool.runOnce(this.clock.nanos()) > 0 && this.tasks.runHeld() == 0) {
				return this;
			}
		}
		throw new AssertionError("busy without end: " + this.pool.stats());
	}

	/** Says how an acquire ended. */
	static String fate(CompletableFuture<Lease<Wire>> future) {
		if (!future.isDone()) {
			return "waiting";
		}
		if (future.isCancelled()) {
			return "cancelled";
		}
		return future.handle((lease, failure) -> (failure == null) ? fate(lease) : fate(failure)).join();
	}

	static String fate(Throwable failure) {
		return (failure instanceof AcquireTimeoutException) ? "timed out" : (failure instanceof PoolClosedException)
				? "turned away" : (failure instanceof ConnectionOpenException) ? "failed" : failure.toString();
	}

	/** Says whether a lease is in force. */
	static String fate(Lease<Wire> lease) {
		if (lease == null) {
			return "none";
		}
		try {
			lease.connection();
			return "served";
		}
		catch (IllegalStateException ex) {
			return "ended";
		}
	}

	/**
	 * Says what is in the places of the pool once nobody works on them, or that the books
	 * do not balance.
	 */
	String places() {
		int idle = this.pool.table.count(SlotState.IDLE);
		int active = this.pool.table.count(SlotState.ACTIVE);
		int taken = this.pool.table.permits().taken();
		if (this.factory.live() != idle + active || taken != idle + active) {
			return "unbalanced: " + this.factory.live() + " live, " + taken + " permits, " + this.pool.stats().gauges();
		}
		return (taken == 0) ? "empty" : (active == 0) ? idle + " idle"
				: (idle == 0) ? active + " active" : active + " active " + idle + " idle";
	}

	/** As {@link #places()}, and whether a call that was given up is still counted. */
	String left() {
		return places() + ((this.pool.quarantine.size() == 0) ? "" : " and quarantined");
	}

	/** Says how many calls came too late, and how many connections were reclaimed. */
	long stale() {
		return this.pool.counters.staleCalls.sum();
	}

	long closed(CloseReason reason) {
		return this.pool.counters.closedByReason().getOrDefault(reason, 0L);
	}

}
