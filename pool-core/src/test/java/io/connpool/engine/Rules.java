package io.connpool.engine;

import java.time.Duration;
import java.util.function.Predicate;

import io.connpool.PoolSettings;
import io.connpool.PoolState;
import io.connpool.PoolStats;

import static io.connpool.engine.SimulatedConnection.Stage.HELD;
import static io.connpool.engine.SimulatedConnection.Stage.POOLED;

/*
 * What must be true of a pool at any time, by the model and the pool's own statistics.
 */
final class Rules {

	private final Model model;

	/** Max-size, or how many there still are of a greater one. */
	private int limit;

	Rules(Model model, int maxSize) {
		this.model = model;
		this.limit = maxSize;
	}

	/** After every step. */
	void hold(PoolStats stats, PoolSettings settings, boolean failing) {
		Tally tally = this.model.tally;
		int held = count((one) -> one.stage == HELD);
		int visible = this.model.present.size();
		int places = stats.idle() + stats.active() + stats.closing();
		this.limit = Math.max(stats.maxSize(), Math.min(this.limit, stats.total()));
		require(stats.state() == this.model.state || this.model.state == PoolState.CLOSING, "state");
		require(stats.total() <= this.limit, "more than max-size");
		require(visible + this.model.opening <= this.limit + stats.quarantined(), "the server sees too many");
		require(visible >= places - stats.closing(), "places without a connection");
		require(visible <= places + stats.quarantined(), "connections without a place");
		require(stats.active() >= held, "held and not counted");
		require(stats.opened() == tally.opened, "opened");
		require(stats.rejected() == tally.rejected, "rejected");
		require(stats.staleCalls() == tally.staleCalls, "stale calls");
		require(!isAnybodyWaiting() || stats.idle() == 0 || stats.active() - held >= this.model.line.size(),
				"somebody waits while one is idle");
		require(!isAnybodyWaiting() || failing || stats.total() >= stats.maxSize()
				|| stats.opening() + stats.closing() + stats.active() > held, "somebody waits for nothing");
	}

	/** After every step, for calls other than opens, which may overfill it. */
	void holdInQuarantine(int quarantined, PoolSettings settings) {
		require(quarantined <= settings.maxQuarantined(), "quarantine is overfull");
	}

	/** When nothing is going on in the pool, either. */
	void holdAtRest(PoolStats stats, PoolSettings settings, boolean failing, long now) {
		Tally tally = this.model.tally;
		boolean running = this.model.state == PoolState.RUNNING;
		boolean full = stats.total() >= stats.maxSize();
		require(this.model.decided.isEmpty(), "somebody was forgotten");
		require(stats.active() == count((one) -> one.stage == HELD), "active");
		require(stats.idle() == count((one) -> one.stage == POOLED), "idle");
		require(stats.opening() + stats.closing() + stats.quarantined() == 0, "something is going on");
		require(!isAnybodyWaiting() || stats.idle() == 0, "somebody waits while one is idle");
		require(!isAnybodyWaiting() || failing || full, "somebody waits for nothing");
		require(!running || failing || full || stats.idle() >= stats.minIdle(), "fewer than min-idle");
		require(stats.total() <= stats.maxSize() || stats.idle() == 0, "a surplus connection is idle");
		require(stats.state().compareTo(PoolState.CLOSING) < 0 || stats.idle() == 0, "idle in a closed pool");
		require(count((one) -> one.stage == POOLED && one.doomed != null) == 0, "ought to be closed");
		require(count((one) -> one.generation < this.model.generation && one.stage == POOLED) == 0, "is evicted");
		require(stats.idle() <= stats.minIdle() || isOff(settings.idleTimeout())
				|| count((one) -> isIdleTooLong(one, settings, now)) == 0, "idle too long");
		require(Math.abs(stats.timedOut() - tally.timedOut) <= tally.unseen, "timed out");
		require(Math.abs(stats.acquired() - tally.acquired) <= tally.unseen, "acquired");
		require(stats.closedTotal() == stats.opened() - this.model.present.size(), "closed");
	}

	/** When a housekeeping pass that found nothing to do says when to come again. */
	void holdUntilNextPass(long delay, PoolStats stats, PoolSettings settings, long now) {
		for (Caller caller : this.model.line) {
			require(delay <= caller.deadline - now, "the housekeeper comes too late for " + caller);
		}
		requireSoon(stats.opening() > 0, delay, settings.openTimeout());
		requireSoon(stats.closing() > 0, delay, settings.closeTimeout());
		requireSoon(stats.idle() > stats.minIdle() && !isOff(settings.idleTimeout()), delay, settings.idleTimeout());
		requireSoon(
				stats.state() == PoolState.RUNNING && stats.idle() > stats.opening() && !isOff(settings.maxLifetime()),
				delay, settings.maxLifetime());
		requireSoon(stats.state() == PoolState.CLOSING, delay, settings.closeDrainTimeout());
	}

	private void requireSoon(boolean condition, long delay, Duration limit) {
		require(!condition || delay <= limit.toNanos(), "the housekeeper comes too late: " + delay);
	}

	private boolean isAnybodyWaiting() {
		return this.model.state == PoolState.RUNNING && !this.model.line.isEmpty();
	}

	private static boolean isIdleTooLong(SimulatedConnection one, PoolSettings settings, long now) {
		return one.stage == POOLED && now - one.lastUsed >= settings.idleTimeout().toNanos();
	}

	private static boolean isOff(Duration limit) {
		return limit.isZero();
	}

	private int count(Predicate<SimulatedConnection> which) {
		int count = 0;
		for (SimulatedConnection connection : this.model.present) {
			count += which.test(connection) ? 1 : 0;
		}
		return count;
	}

	private void require(boolean rule, String complaint) {
		this.model.require(rule, complaint, this.model.present);
	}

}
