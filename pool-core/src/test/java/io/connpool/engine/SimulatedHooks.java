package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.engine.SimulatedConnection.Stage;
import io.connpool.test.FakeClock;

/**
 * What happens in the factory of a simulated pool: the next call goes as the operation
 * says, all others work.
 */
final class SimulatedHooks {

	/** After more the next attempt is not due at a multiple of the step, for sure. */
	static final int MOST_FAILURES = 2;

	private static final String OPEN = "open";

	private final Model model;

	private final Strands strands;

	private final FakeClock clock;

	private final Consumer<String> log;

	/** How many opens have failed in a row, or may still do so. */
	private final IntSupplier failures;

	private Outcome next = Outcome.WORKS;

	private Outcome nextInline = Outcome.WORKS;

	private Duration openTakes = Duration.ZERO;

	private int lastId;

	/** The present step. */
	private int step;

	SimulatedHooks(Model model, Strands strands, FakeClock clock, IntSupplier failures, Consumer<String> log) {
		this.model = model;
		this.strands = strands;
		this.clock = clock;
		this.failures = failures;
		this.log = log;
	}

	/** Says how long an open takes. */
	void openTakes(Duration openTakes) {
		this.openTakes = openTakes;
	}

	/** Says how the next call that has a deadline goes, and the next that has none. */
	void next(int step, Outcome bounded, Outcome inline) {
		this.step = step;
		this.next = bounded;
		this.nextInline = inline;
	}

	/** Whether a connection was looked at in the present step. */
	boolean isChecked(SimulatedConnection connection) {
		return connection.checkedIn == this.step;
	}

	SimulatedConnection open() throws Exception {
		int generation = this.model.generation;
		if (isNextFailureTooMany()) {
			this.next = Outcome.WORKS;
		}
		this.model.opening++;
		try {
			if (play("open")) {
				this.clock.advance(this.openTakes);
				SimulatedConnection opened = new SimulatedConnection(++this.lastId, generation, this.clock.nanos());
				this.model.opened(opened);
				this.log.accept("opened " + opened);
				return opened;
			}
			return null;
		}
		finally {
			this.model.opening--;
		}
	}

	Liveness check(SimulatedConnection connection) {
		this.model.require(connection.stage == Stage.POOLED, "checked though not in the pool", connection);
		boolean hasArrived = connection.checkedIn == SimulatedConnection.NEVER;
		connection.checkedIn = this.step;
		if (hasArrived && isNextFailureTooMany()) {
			this.nextInline = Outcome.WORKS;
		}
		Outcome outcome = this.nextInline;
		this.nextInline = Outcome.WORKS;
		if (outcome == Outcome.WORKS) {
			if ((connection.uses & 1) == 0) {
				return Liveness.UNKNOWN;
			}
			connection.lastProved = this.clock.nanos();
			return Liveness.ALIVE;
		}
		this.log.accept("check " + connection + ": " + outcome);
		connection.doom("found dead");
		return switch (outcome) {
			case REFUSES -> Liveness.DEAD;
			case FAILS -> throw new IllegalStateException("simulated");
			default -> throw new StackOverflowError("simulated");
		};
	}

	private boolean isNextFailureTooMany() {
		return this.failures.getAsInt() >= MOST_FAILURES;
	}

	/** The failure says whether it is harmless. */
	private static boolean isReusableAfter(Throwable failure) {
		if (failure instanceof UnsupportedOperationException) {
			throw new StackOverflowError("simulated");
		}
		return failure instanceof IllegalArgumentException;
	}

	boolean validate(SimulatedConnection connection) throws Exception {
		begin("validate", connection);
		try {
			boolean valid = play("validate " + connection);
			connection.lastProved = this.clock.nanos();
			if (!valid) {
				connection.doom("not valid");
			}
			return valid;
		}
		finally {
			connection.hook = null;
		}
	}

	void reset(SimulatedConnection connection) throws Exception {
		begin("reset", connection);
		boolean done = false;
		try {
			play("reset " + connection);
			done = true;
			connection.lastUsed = this.clock.nanos();
			connection.lastProved = this.clock.nanos();
		}
		finally {
			connection.hook = null;
			if (!done) {
				connection.doom("not reset");
			}
		}
	}

	void close(SimulatedConnection connection) throws Exception {
		this.model.closing(connection);
		connection.closedLate = this.next == Outcome.HANGS && this.strands.isApart();
		try {
			play("close " + connection);
		}
		finally {
			this.model.gone(connection);
		}
	}

	void abort(SimulatedConnection connection) {
		this.model.aborting(connection);
		this.model.gone(connection);
		this.log.accept("aborted " + connection);
	}

	private void begin(String hook, SimulatedConnection connection) {
		boolean free = connection.stage == Stage.POOLED && connection.hook == null;
		this.model.require(free, hook + " though not in the pool or in another call", connection);
		connection.hook = hook;
	}

	/** Returns false if the call refuses. */
	private boolean play(String what) throws Exception {
		Outcome outcome = this.next;
		this.next = Outcome.WORKS;
		if (outcome == Outcome.HANGS && this.strands.isApart()) {
			this.log.accept(what + " hangs");
			outcome = this.strands.hang(what.equals(OPEN));
			if (Thread.interrupted() && outcome == Outcome.HANGS) {
				this.log.accept(what + " is interrupted");
				throw new InterruptedException("simulated");
			}
		}
		this.log.accept(what + ": " + outcome);
		switch (outcome) {
			case REFUSES -> {
				return false;
			}
			case FAILS -> throw new IOException("simulated");
			case BREAKS -> throw new StackOverflowError("simulated");
			default -> {
				return true;
			}
		}
	}

	/** The factory as the pool sees it: with some of the methods one can have. */
	ConnectionFactory<SimulatedConnection> factory(int kind) {
		return switch (kind) {
			case 0 -> new Plain();
			case 1 -> new Abortable();
			case 2 -> new Checked();
			case 3 -> new Validated();
			case 4 -> new Resettable();
			default -> new Full();
		};
	}

	private class Plain implements ConnectionFactory<SimulatedConnection> {

		@Override
		public SimulatedConnection open(OpenRequest request) throws Exception {
			return SimulatedHooks.this.open();
		}

		@Override
		public boolean isReusableAfter(SimulatedConnection connection, Throwable failure) {
			return SimulatedHooks.isReusableAfter(failure);
		}

		@Override
		public void close(SimulatedConnection connection) throws Exception {
			SimulatedHooks.this.close(connection);
		}

	}

	private class Abortable extends Plain {

		@Override
		public void abort(SimulatedConnection connection) {
			SimulatedHooks.this.abort(connection);
		}

	}

	private class Checked extends Abortable {

		@Override
		public Liveness check(SimulatedConnection connection) {
			return SimulatedHooks.this.check(connection);
		}

	}

	private class Validated extends Checked {

		@Override
		public boolean validate(SimulatedConnection connection, Deadline deadline) throws Exception {
			return SimulatedHooks.this.validate(connection);
		}

	}

	private final class Resettable extends Abortable {

		@Override
		public void reset(SimulatedConnection connection, Deadline deadline) throws Exception {
			SimulatedHooks.this.reset(connection);
		}

	}

	private final class Full extends Validated {

		@Override
		public void reset(SimulatedConnection connection, Deadline deadline) throws Exception {
			SimulatedHooks.this.reset(connection);
		}

	}

}
