package io.connpool.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

import io.connpool.PoolState;

import static io.connpool.engine.SimulatedConnection.Stage.CLOSING;
import static io.connpool.engine.SimulatedConnection.Stage.GONE;
import static io.connpool.engine.SimulatedConnection.Stage.HELD;
import static io.connpool.engine.SimulatedConnection.Stage.POOLED;

/*
 * What a pool is, one step at a time: a line of callers, connections that are held or not, and the
 * rules. It is told what happens, and notes what must not. The pool is free in what the rules leave
 * open: which idle connection it lends, when it opens, validates or closes one.
 */
final class Model {

	/** Those in line, the oldest first. */
	final Deque<Caller> line = new ArrayDeque<>();

	/** Those whose turn has come, or whose time is up, and who have not been told yet. */
	final Set<Caller> decided = new LinkedHashSet<>();

	/** The connections that the server sees. */
	final Set<SimulatedConnection> present = new LinkedHashSet<>();

	/** What must have been counted. */
	final Tally tally = new Tally();

	/** Whether a newcomer may take what is idle past those in line. */
	boolean mayPass;

	PoolState state = PoolState.RUNNING;

	/** Calls to open that have not come back. */
	int opening;

	/** How often everything has been evicted. */
	int generation;

	/** What was wrong first, or null. */
	String complaint;

	void require(boolean rule, String complaint, Object about) {
		if (!rule && this.complaint == null) {
			this.complaint = complaint + ": " + about;
		}
	}

	void joins(Caller caller) {
		this.line.add(caller);
	}

	/**
	 * Leaves the line; if it was its turn, the pool takes back what it would have got.
	 */
	void cancels(Caller caller) {
		if (!this.line.remove(caller) && this.decided.remove(caller)) {
			this.tally.unseen++;
		}
	}

	/** Whose time is up leaves; a housekeeping pass begins. */
	void passes(long now) {
		this.line.removeIf((caller) -> {
			caller.expired = caller.deadline - now <= 0;
			return caller.expired && this.decided.add(caller);
		});
	}

	/** The pool says how many still wait: it was the turn of the others, in order. */
	void stillWait(int waiting) {
		require(waiting >= 0 && waiting <= this.line.size(), "as many do not wait", waiting);
		while (this.line.size() > Math.max(0, waiting)) {
			Caller caller = this.line.remove();
			caller.generation = this.generation;
			caller.poolState = this.state;
			caller.wasLast = waiting == 0;
			this.decided.add(caller);
		}
	}

	void served(Caller caller, SimulatedConnection connection) {
		require(this.decided.remove(caller) && !caller.expired, "served out of turn", caller);
		require(caller.poolState == PoolState.RUNNING, "served while not running", caller);
		lent(connection, caller.generation);
	}

	/** Served without having joined the line, or as the last in it. */
	void servedAtOnce(SimulatedConnection connection) {
		require(this.mayPass || this.line.isEmpty(), "served before those who waited", this.line);
		require(this.state == PoolState.RUNNING, "served while not running", this.state);
		lent(connection, this.generation);
	}

	/** Fails; if the pool is closed by now, although its turn had come. */
	void failed(Caller caller, boolean timedOut, boolean closed) {
		require(this.decided.remove(caller), "failed out of turn", caller);
		require(caller.expired == timedOut, "failed for no reason", caller);
		require(timedOut || caller.wasLast || closed, "failed while others waited on", caller);
		this.tally.timedOut += timedOut ? 1 : 0;
	}

	private void lent(SimulatedConnection connection, int generation) {
		require(connection.stage == POOLED, "lent though it was not in the pool", connection);
		require(connection.doomed == null, "lent though it must not be", connection);
		require(connection.generation >= generation, "lent though evicted", connection);
		require(connection.hook == null, "lent during a call", connection);
		connection.stage = HELD;
		connection.uses++;
		this.tally.acquired++;
	}

	void opened(SimulatedConnection connection) {
		this.present.add(connection);
		this.tally.opened++;
	}

	void returned(SimulatedConnection connection) {
		connection.stage = POOLED;
	}

	void closing(SimulatedConnection connection) {
		require(connection.stage == POOLED && !connection.aborted, "closed though not in the pool", connection);
		connection.stage = CLOSING;
	}

	void aborting(SimulatedConnection connection) {
		boolean fair = connection.stage == POOLED || connection.stage == CLOSING || connection.closedLate;
		require(fair && !connection.aborted, "aborted though held or gone", connection);
		connection.aborted = true;
	}

	void gone(SimulatedConnection connection) {
		connection.stage = GONE;
		this.present.remove(connection);
	}

}
