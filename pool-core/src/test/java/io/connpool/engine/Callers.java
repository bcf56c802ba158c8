package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionOpenException;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import io.connpool.PoolOverloadedException;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.PoolSuspendedException;

/**
 * Those who ask a simulated pool for connections. Tells the model of their questions and
 * of the answers.
 */
final class Callers {

	private final World world;

	private final List<Caller> waiting = new ArrayList<>();

	private int count;

	Callers(World world) {
		this.world = world;
	}

	/** How many have not been answered. */
	int waiting() {
		return this.waiting.size();
	}

	/** Asks, and joins the line unless the answer comes at once. */
	void ask(Duration patience) {
		Caller caller = new Caller(++this.count, this.world.clock.nanos() + patience.toNanos());
		caller.future = this.world.pool.acquireAsync(patience);
		if (caller.future.isDone()) {
			caller.future.whenComplete(this::answeredAtOnce);
			return;
		}
		log(caller + " joins the line");
		require(!this.world.isShut(), "joined the line of a closed pool", caller);
		require(!isLineFull(), "joined a line that was full", caller);
		this.world.model.joins(caller);
		this.waiting.add(caller);
		caller.future.whenComplete((lease, ex) -> answered(caller, lease, ex));
	}

	/** Asks on the calling thread, with no time to wait. */
	void askAndLeave() {
		try {
			Lease<SimulatedConnection> lease = this.world.pool.acquire(Duration.ZERO);
			this.world.model.stillWait(this.world.pool.queue.waiting());
			answeredAtOnce(lease, null);
		}
		catch (InterruptedException | PoolException ex) {
			answeredAtOnce(null, ex);
		}
	}

	/** Uses a connection for an action that goes well or fails. */
	void execute(boolean fails) {
		try {
			this.world.pool.execute(Duration.ZERO, (connection) -> {
				this.world.model.stillWait(this.world.pool.queue.waiting());
				servedAtOnce(connection);
				this.world.holdings.returned(connection);
				if (fails) {
					connection.doom("invalidated");
					throw new IllegalStateException("simulated");
				}
				return connection;
			});
		}
		catch (PoolException ex) {
			answeredAtOnce(null, ex);
		}
		catch (IllegalStateException ex) {
			require(fails, "failed for no reason", ex);
		}
	}

	void tryAcquire() {
		PoolStats before = this.world.pool.stats();
		try {
			Lease<SimulatedConnection> lease = this.world.pool.tryAcquire();
			if (lease != null) {
				answeredAtOnce(lease, null);
				return;
			}
			boolean lends = before.state() == PoolState.RUNNING && this.world.model.line.isEmpty();
			boolean proves = this.world.pool.hooks.checks || this.world.pool.hooks.validates;
			require(!lends || proves || before.idle() == 0, "an idle connection was not lent", before);
		}
		catch (PoolException ex) {
			answeredAtOnce(null, ex);
		}
	}

	void cancel(int which) {
		if (!this.waiting.isEmpty()) {
			Caller caller = this.waiting.remove(which % this.waiting.size());
			log(caller + " leaves");
			this.world.model.cancels(caller);
			caller.future.cancel(false);
		}
	}

	private void answered(Caller caller, Lease<SimulatedConnection> lease, Throwable ex) {
		this.waiting.remove(caller);
		if (lease != null) {
			log(caller + " is served with " + lease.connection());
			require(!this.world.isClosed(), "served by a closed pool", caller);
			this.world.model.served(caller, lease.connection());
			this.world.holdings.add(lease);
		}
		else if (!(ex instanceof CancellationException)) {
			log(caller + " fails: " + ex.getClass().getSimpleName());
			require(this.world.isShut() || !(ex instanceof PoolClosedException), "the pool is open", ex);
			this.world.model.failed(caller, isTimeOut(ex), this.world.isClosed());
		}
	}

	private void answeredAtOnce(Lease<SimulatedConnection> lease, Throwable ex) {
		if (lease != null) {
			servedAtOnce(lease.connection());
			this.world.holdings.add(lease);
		}
		else {
			turnedAway(ex);
		}
	}

	private void servedAtOnce(SimulatedConnection connection) {
		log("served at once with " + connection);
		Hooks<?> has = this.world.pool.hooks;
		long unproved = this.world.clock.nanos() - connection.lastProved;
		long allowed = Deadline.saturatedNanos(this.world.pool.settings().validateAfterIdle());
		require(!has.checks || this.world.hooks.isChecked(connection), "lent without a check", connection);
		require(!has.validates || !this.world.isTimeKnown() || unproved == 0 || unproved < allowed,
				"lent without validation", connection);
		this.world.model.servedAtOnce(connection);
	}

	private void turnedAway(Throwable ex) {
		log("fails at once: " + ex.getClass().getSimpleName());
		if (isTimeOut(ex)) {
			this.world.model.tally.timedOut++;
		}
		else if (ex instanceof PoolOverloadedException) {
			this.world.model.tally.rejected++;
			require(isLineFull(), "turned away though few wait", ex);
		}
		else if (ex instanceof ConnectionOpenException) {
			require(this.world.failures() > 0, "turned away though opening works", ex);
		}
		else {
			require(ex instanceof PoolClosedException && this.world.isShut(), "failed for no reason", ex);
		}
	}

	private boolean isLineFull() {
		return this.world.model.line.size() >= this.world.pool.settings().maxWaiting();
	}

	private static boolean isTimeOut(Throwable ex) {
		return ex instanceof AcquireTimeoutException || ex instanceof PoolSuspendedException;
	}

	private void require(boolean rule, String complaint, Object about) {
		this.world.model.require(rule, complaint, about);
	}

	private void log(String line) {
		this.world.log.accept(line);
	}

}
