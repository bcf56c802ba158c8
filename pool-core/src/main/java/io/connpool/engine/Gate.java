package io.connpool.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.connpool.PoolState;

/*
 * Whether connections are lent. Whoever closes or suspends changes the gate first and then looks
 * at the line and the idle connections; whoever joins the line or makes a connection idle does
 * that first and then looks at the gate.
 */
final class Gate {

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(Gate.class, "state", PoolState.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile PoolState state = PoolState.RUNNING;

	PoolState state() {
		return this.state;
	}

	boolean isRunning() {
		return this.state == PoolState.RUNNING;
	}

	/** Whether the pool is being closed or is closed. */
	boolean isClosing() {
		return this.state.compareTo(PoolState.CLOSING) >= 0;
	}

	boolean move(PoolState from, PoolState to) {
		return STATE.compareAndSet(this, from, to);
	}

	/** Starts closing, from wherever; no way back. */
	void close() {
		this.state = PoolState.CLOSING;
	}

}
