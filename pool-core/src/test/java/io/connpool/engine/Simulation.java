package io.connpool.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.engine.History.Operation;

/**
 * Plays one history, and in the end lets everything work again: then all callers must be
 * served, all places be there, and nothing be left of the pool once it is closed.
 */
final class Simulation {

	private static final int BUSY = 1_000;

	private final World world;

	private final ErrorLog errors;

	private final Consumer<String> log;

	/** Whether opens that hang in the end do so as long as the pool is there. */
	private final boolean opensHangForEver;

	private int step;

	private Simulation(History history, ErrorLog errors, Consumer<String> log) {
		this.opensHangForEver = history.seed() % 2 == 0;
		this.world = new World(history, log);
		this.errors = errors;
		this.log = log;
	}

	/**
	 * Plays a history.
	 * @param log told what happens
	 * @return the steps played, and what was wrong if anything was
	 */
	static Verdict play(History history, ErrorLog errors, Consumer<String> log) {
		Simulation simulation = new Simulation(history, errors, log);
		Throwable failure = null;
		try {
			simulation.play(history.operations());
			simulation.end();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		simulation.world.strands.releaseAll();
		return new Verdict(simulation.step, failure);
	}

	private void play(List<Operation> operations) {
		look();
		for (Operation operation : operations) {
			if (this.world.failures() > SimulatedHooks.MOST_FAILURES) {
				return;
			}
			this.step++;
			this.log.accept(this.step + ". " + operation);
			perform(operation);
			look();
		}
	}

	private void perform(Operation operation) {
		int which = operation.which();
		int how = operation.how();
		Outcome outcome = Outcome.of(how);
		Outcome inline = ((how / 12) % 4 == 0) ? Outcome.of(how / 48).prompt() : Outcome.WORKS;
		this.world.hooks.next(this.step, outcome, inline);
		switch (operation.act()) {
			case ASK -> this.world.callers.ask(History.patience(how));
			case ASK_AND_LEAVE -> this.world.callers.askAndLeave();
			case EXECUTE -> this.world.callers.execute(which % 2 == 0);
			case TRY -> this.world.callers.tryAcquire();
			case CANCEL -> this.world.callers.cancel(which);
			case CLOSE -> this.world.holdings.close(which);
			case INVALIDATE -> this.world.holdings.invalidate(which, how);
			case RETIRE -> this.world.holdings.retire(which);
			case TOUCH_ENDED -> this.world.holdings.touchEnded(which, how);
			case TIME -> this.world.pass(History.delay(how), which % 4 != 0);
			case PASS -> this.world.pass();
			case RUN -> this.world.strands.run(which, outcome == Outcome.HANGS);
			case RELEASE -> this.world.strands.release(which, outcome);
			case SETTLE -> settle(which);
			case REJECT -> this.world.strands.reject(true);
			case ACCEPT -> this.world.strands.reject(false);
			case EVICT -> this.world.evict();
			case RESIZE -> this.world.resize(how % (which % 5 + 2), which % 5 + 1);
			case SUSPEND -> this.world.suspend();
			case RESUME -> this.world.resume();
			case SHUT -> this.world.shut(History.STEP.multipliedBy(how % 4));
		}
	}

	private PoolStats look() {
		PoolStats stats = this.world.look();
		this.log.accept("      " + stats.gauges());
		String complaint = this.world.model.complaint;
		if (complaint != null) {
			throw new AssertionError(complaint + "; " + stats);
		}
		this.errors.rethrow();
		return stats;
	}

	/** Lets everything happen that needs no time. */
	private void settle(int order) {
		Strands strands = this.world.strands;
		int rounds = 0;
		boolean busy;
		do {
			require(++rounds < BUSY, "busy without end");
			busy = this.world.pass() | strands.hasTasks();
			look();
			runAll(order);
		}
		while (busy);
		if (strands.hanging() == 0 && !strands.isRejecting()) {
			this.world.lookAtRest();
			look();
		}
	}

	private void runAll(int order) {
		while (this.world.strands.hasTasks()) {
			this.world.strands.run(order, false);
			look();
		}
	}

	private void end() {
		this.log.accept("everything works again");
		this.step++;
		this.world.hooks.next(this.step, Outcome.WORKS, Outcome.WORKS);
		passChance();
		this.world.strands.reject(false);
		if (this.opensHangForEver) {
			this.world.strands.releaseAllButOpens();
		}
		else {
			this.world.strands.releaseAll();
		}
		look();
		this.world.resume();
		look();
		settle(0);
		passChance();
		if (!this.world.isShut()) {
			serveAll();
			lendAll();
			this.world.shut(Duration.ZERO);
			look();
		}
		this.world.strands.releaseAll();
		look();
		closeAll();
	}

	/**
	 * After many failures chance says when the next attempt is due, but not for longer.
	 */
	private void passChance() {
		if (this.world.failures() > SimulatedHooks.MOST_FAILURES) {
			this.world.pass(Duration.ofNanos(Circuit.CAP_UNASKED), false);
		}
	}

	/** Whoever asks must be served soon after everything works. */
	private void serveAll() {
		within(recovery(), "served after recovery", () -> {
			int servedBefore = this.world.model.tally.acquired;
			this.world.callers.ask(Duration.ofMinutes(1));
			settle(0);
			while (this.world.holdings.size() > 0) {
				this.world.holdings.close(0);
				settle(0);
			}
			return this.world.callers.waiting() == 0 && this.world.model.tally.acquired > servedBefore;
		});
	}

	/** There must still be as many places as there ought to be. */
	private void lendAll() {
		int size = this.world.pool.settings().maxSize();
		within(recovery(), "lent all places", () -> {
			for (int i = this.world.holdings.size() + this.world.callers.waiting(); i < size; i++) {
				this.world.callers.ask(Duration.ofMinutes(1));
				settle(0);
			}
			return this.world.holdings.size() == size;
		});
	}

	/**
	 * A second; where opens hang for ever as long as open-timeout and the pause between
	 * two probes besides, of which only so many hang in a row.
	 */
	private Duration recovery() {
		return this.opensHangForEver
				? this.world.pool.settings().openTimeout().plusSeconds(1 << SimulatedHooks.MOST_FAILURES)
				: Duration.ofSeconds(1);
	}

	private void closeAll() {
		within(Duration.ofSeconds(60), "closed", this.world::isClosed);
		settle(0);
		PoolStats stats = look();
		require(stats.total() == 0 && stats.waiting() == 0 && stats.quarantined() == 0, "something is left");
		require(stats.state() == PoolState.CLOSED && this.world.model.present.isEmpty(), "something is left");
	}

	private void within(Duration limit, String what, BooleanSupplier condition) {
		for (long left = limit.toMillis(); left >= 0; left -= History.STEP.toMillis()) {
			settle(0);
			if (condition.getAsBoolean()) {
				return;
			}
			this.world.pass(History.STEP, true);
			look();
		}
		require(false, "not " + what + " within " + limit);
	}

	private void require(boolean condition, String complaint) {
		if (!condition) {
			throw new AssertionError(complaint + "; " + this.world.pool.stats());
		}
	}

	/**
	 * How a simulation went.
	 *
	 * @param steps how many steps were played
	 * @param failure what was wrong, or null
	 */
	record Verdict(int steps, Throwable failure) {
	}

}
