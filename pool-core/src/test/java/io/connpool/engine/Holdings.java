package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;

import io.connpool.Lease;
import io.connpool.PoolSettings;

/**
 * The leases of a simulated pool, those in force and those that have ended.
 */
final class Holdings {

	private final World world;

	private final List<Holding> held = new ArrayList<>();

	private final List<Holding> ended = new ArrayList<>();

	Holdings(World world) {
		this.world = world;
	}

	int size() {
		return this.held.size();
	}

	void add(Lease<SimulatedConnection> lease) {
		this.held.add(new Holding(lease));
	}

	void close(int which) {
		if (this.held.isEmpty()) {
			return;
		}
		Holding holding = giveBack(which);
		SimulatedConnection connection = holding.connection;
		boolean kept = connection.doomed == null && connection.generation == this.world.model.generation
				&& this.world.pool.settings().maxLifetime().isZero() && this.world.model.tally.unseen == 0;
		holding.lease.close();
		require(!kept || !this.world.pool.hooks.checks || this.world.hooks.isChecked(connection),
				"taken back without a check", connection);
	}

	/** Gives one back after a failure of some kind: harmless, unclear or bad. */
	void invalidate(int which, int how) {
		if (!this.held.isEmpty()) {
			Holding holding = giveBack(which);
			holding.invalidated = true;
			if (how % 3 != 0) {
				holding.connection.doom("invalidated");
			}
			holding.lease.invalidate(switch (how % 3) {
				case 0 -> new IllegalArgumentException("simulated");
				case 1 -> new UnsupportedOperationException("simulated");
				default -> new IllegalStateException("simulated");
			});
		}
	}

	void retire(int which) {
		if (!this.held.isEmpty()) {
			Holding holding = this.held.get(which % this.held.size());
			holding.connection.doom("retired");
			holding.lease.retire();
		}
	}

	/** Does something with a lease that has ended, which nobody must notice. */
	void touchEnded(int which, int how) {
		if (this.ended.isEmpty()) {
			return;
		}
		Holding holding = this.ended.get(which % this.ended.size());
		String before = this.world.pool.stats().gauges();
		boolean counts = true;
		switch (how % 4) {
			case 0 -> require(holding.isRefused(), "an ended lease gives its connection", holding.connection);
			case 1 -> {
				holding.lease.invalidate(new IllegalStateException("late"));
				holding.invalidated = true;
			}
			case 2 -> holding.lease.retire();
			default -> {
				holding.lease.close();
				counts = !holding.invalidated;
			}
		}
		this.world.model.tally.staleCalls += counts ? 1 : 0;
		String after = this.world.pool.stats().gauges();
		require(after.equals(before), "an ended lease was heeded", holding.connection);
	}

	/** Looks whether the pool has taken a connection from its holder. */
	void noticeTaken() {
		PoolSettings settings = this.world.pool.settings();
		for (Holding holding : List.copyOf(this.held)) {
			if (holding.hasEnded()) {
				SimulatedConnection connection = holding.connection;
				this.world.log.accept(connection + " is taken from its holder");
				require(this.world.isShut() || !settings.maxLeaseTime().isZero(), "taken from its holder", connection);
				this.held.remove(holding);
				this.ended.add(holding);
				returned(connection);
				connection.doom("taken");
			}
		}
	}

	private Holding giveBack(int which) {
		Holding holding = this.held.remove(which % this.held.size());
		this.world.log.accept(holding.connection + " is given back");
		this.ended.add(holding);
		returned(holding.connection);
		return holding;
	}

	/** The use of a connection is about to end. */
	void returned(SimulatedConnection connection) {
		this.world.model.returned(connection);
		connection.lastUsed = this.world.clock.nanos();
		connection.lastProved = this.world.clock.nanos();
		long maxUses = this.world.pool.settings().maxUses();
		if (maxUses > 0 && connection.uses >= maxUses) {
			connection.doom("used up");
		}
	}

	private void require(boolean rule, String complaint, Object about) {
		this.world.model.require(rule, complaint, about);
	}

}
