package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.connpool.CloseReport;
import io.connpool.Fairness;
import io.connpool.PoolClosedException;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.test.FakeClock;

/**
 * A simulated pool, its time and threads, and those who use it. Has the model look at the
 * pool after every step.
 */
final class World {

	final FakeClock clock = new FakeClock();

	final Strands strands = new Strands();

	final Model model = new Model();

	final Callers callers = new Callers(this);

	final Holdings holdings = new Holdings(this);

	final Consumer<String> log;

	final SimulatedHooks hooks;

	final Pool<SimulatedConnection> pool;

	private final SimulatedListener listener;

	private final Rules rules;

	private CompletableFuture<CloseReport> closing;

	/** When the housekeeper came last. */
	private long passedAt = this.clock.nanos();

	private int unseenAtRest;

	World(History history, Consumer<String> log) {
		this.log = log;
		this.hooks = new SimulatedHooks(this.model, this.strands, this.clock, this::failuresAtMost, log);
		this.listener = history.listener();
		this.rules = new Rules(this.model, history.maxSize());
		this.pool = (Pool<SimulatedConnection>) history.settings(ConnectionPools.builder(history.factory(this.hooks)))
			.listener(this.listener)
			.clock(this.clock)
			.driven(this.strands)
			.build();
		this.model.mayPass = this.pool.settings().fairness() == Fairness.BOUNDED;
		this.log.accept(this.pool.hooks + " with " + this.pool.settings());
		if (!this.pool.settings().maxLifetime().isZero()) {
			// else chance would say which of those opened at the same time ends first
			this.hooks.openTakes(History.STEP);
		}
	}

	/** How many opens have failed in a row. */
	int failures() {
		return this.pool.opener.circuit().failures();
	}

	/** How many will have, should those under way fail, but for the one that asks. */
	private int failuresAtMost() {
		int failures = failures() - 1;
		for (Slot<?> slot : this.pool.table.slots()) {
			BoundedCall call = slot.call;
			failures += (slot.state() == SlotState.OPENING && call != null && !call.isPending()) ? 1 : 0;
		}
		return failures;
	}

	/** How many calls are in quarantine for which its cap holds. */
	private int quarantinedButOpens() {
		return (int) this.pool.quarantine.describe().stream().filter((call) -> !call.startsWith("open ")).count();
	}

	boolean isShut() {
		return this.closing != null;
	}

	boolean isClosed() {
		return this.closing != null && this.closing.isDone();
	}

	/** Whether the model can know how old everything is. */
	boolean isTimeKnown() {
		return this.passedAt == this.clock.nanos() && this.model.tally.unseen == 0;
	}

	void pass(Duration delay, boolean inTime) {
		this.clock.advance(delay);
		if (inTime) {
			pass();
		}
	}

	/** Has the housekeeper come. Returns whether it has to come again at once. */
	boolean pass() {
		long now = this.clock.nanos();
		this.passedAt = now;
		this.model.passes(now);
		PoolStats before = this.pool.stats();
		long delay = this.pool.runOnce(now);
		PoolStats after = this.pool.stats();
		if (after.equals(before)) {
			this.rules.holdUntilNextPass(delay, after, this.pool.settings(), now);
		}
		this.log.accept("the housekeeper came at " + this.clock);
		return delay <= 0;
	}

	void evict() {
		this.model.generation++;
		this.pool.evictAll();
	}

	void resize(int minIdle, int maxSize) {
		expectingItIsOpen(() -> this.pool.resize(minIdle, maxSize));
	}

	void suspend() {
		if (!isShut()) {
			this.model.state = PoolState.SUSPENDED;
		}
		expectingItIsOpen(this.pool::suspend);
	}

	void resume() {
		if (!isShut()) {
			this.model.state = PoolState.RUNNING;
		}
		expectingItIsOpen(this.pool::resume);
	}

	private void expectingItIsOpen(Runnable action) {
		try {
			action.run();
		}
		catch (PoolClosedException ex) {
			this.model.require(isShut(), "the pool is open", ex);
		}
	}

	void shut(Duration drain) {
		this.model.state = PoolState.CLOSING;
		this.closing = this.pool.closeAsync(drain);
	}

	/** Has the model look at the pool. */
	PoolStats look() {
		PoolStats stats = this.pool.stats();
		this.model.stillWait(this.pool.queue.waiting());
		this.holdings.noticeTaken();
		this.model.require(!Thread.interrupted(), "interrupted", stats);
		this.rules.hold(stats, this.pool.settings(), failures() > 0);
		this.rules.holdInQuarantine(quarantinedButOpens(), this.pool.settings());
		return stats;
	}

	/** Has the model look at the pool, in which nothing goes on. */
	void lookAtRest() {
		long now = this.clock.nanos();
		if (this.model.tally.unseen > this.unseenAtRest) {
			// one was delivered to a caller that had left, and is as good as used
			this.unseenAtRest = this.model.tally.unseen;
			this.model.present.forEach((connection) -> connection.lastUsed = now);
		}
		PoolStats stats = this.pool.stats();
		this.rules.holdAtRest(stats, this.pool.settings(), failures() > 0, now);
		this.model.require(this.listener.knowsAll(stats), "the listener was not told", this.listener);
	}

}
