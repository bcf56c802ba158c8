package io.connpool.engine;

import java.io.IOException;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import org.jspecify.annotations.Nullable;

/*
 * The user's factory behind a wall: which of its methods exist is found once, and whatever the
 * inline ones throw (any Throwable, StackOverflowError included) is turned into the safe answer.
 * The bounded ones throw; BoundedCall contains them.
 */
final class Hooks<C> {

	private final ConnectionFactory<C> factory;

	private final PoolLog log;

	final boolean checks;

	final boolean validates;

	final boolean resets;

	/** Whether abort is more than another close. */
	final boolean aborts;

	Hooks(ConnectionFactory<C> factory, PoolLog log) {
		this.factory = factory;
		this.log = log;
		this.checks = overrides(factory, "check", Object.class);
		this.validates = overrides(factory, "validate", Object.class, Deadline.class);
		this.resets = overrides(factory, "reset", Object.class, Deadline.class);
		this.aborts = overrides(factory, "abort", Object.class);
	}

	ConnectionFactory<C> factory() {
		return this.factory;
	}

	Liveness check(C connection) {
		try {
			Liveness liveness = this.factory.check(connection);
			return (liveness != null) ? liveness : Liveness.DEAD;
		}
		catch (Throwable ex) {
			this.log.warn("check", "the factory's check failed, which counts as dead", ex);
			return Liveness.DEAD;
		}
	}

	/**
	 * Why a connection that was opened just now is of no use: its check finds it dead. Or
	 * null, also where there is no check.
	 */
	@Nullable Throwable deadOnArrival(C connection) {
		if (!this.checks) {
			return null;
		}
		try {
			Liveness liveness = this.factory.check(connection);
			if (liveness != null && liveness != Liveness.DEAD) {
				return null;
			}
			return new IOException("the connection was dead as soon as it was open, says the check of " + this
					+ ": closed by the peer, or not silent");
		}
		catch (Throwable ex) {
			return new IOException("the check of " + this + " failed for a new connection, which counts as dead", ex);
		}
	}

	boolean isReusableAfter(C connection, Throwable failure) {
		try {
			return this.factory.isReusableAfter(connection, failure);
		}
		catch (Throwable ex) {
			this.log.warn("isReusableAfter", "the factory's isReusableAfter failed, which counts as no", ex);
			return false;
		}
	}

	void abort(C connection) {
		try {
			this.factory.abort(connection);
		}
		catch (Throwable ex) {
			this.log.warn("abort", "the factory's abort failed", ex);
		}
	}

	private static boolean overrides(ConnectionFactory<?> factory, String method, Class<?>... parameters) {
		try {
			return factory.getClass().getMethod(method, parameters).getDeclaringClass() != ConnectionFactory.class;
		}
		catch (NoSuchMethodException | SecurityException ex) {
			return true;
		}
	}

	@Override
	public String toString() {
		return this.factory.getClass().getName();
	}

}
