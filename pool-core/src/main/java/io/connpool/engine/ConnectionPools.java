package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionOpenException;
import io.connpool.ConnectionPool;
import io.connpool.InvalidPoolSettingsException;
import io.connpool.NanoClock;
import io.connpool.PoolListener;
import io.connpool.PoolSettings;
import io.connpool.PoolSettingsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes connection pools.
 *
 * <pre>{@code
 * ConnectionPool<Socket> pool = ConnectionPools
 *     .builder((request) -> new Socket("localhost", 9009))
 *     .name("login")
 *     .maxSize(8)
 *     .build();
 * }</pre>
 */
public final class ConnectionPools {

	private ConnectionPools() {
	}

	/**
	 * Starts a pool of whatever the factory opens.
	 * @param <C> the connection type
	 * @param factory opens connections and looks after them
	 * @return a builder with the default settings
	 */
	public static <C> Builder<C> builder(ConnectionFactory<C> factory) {
		return new Builder<>(Objects.requireNonNull(factory, "factory"));
	}

	/**
	 * Collects what a pool is made of.
	 *
	 * @param <C> the connection type
	 */
	public static final class Builder<C> extends PoolSettingsSpec.Extension<Builder<C>> {

		private final ConnectionFactory<C> factory;

		private final List<PoolListener> listeners = new ArrayList<>();

		private NanoClock clock = NanoClock.SYSTEM;

		private @Nullable ThreadFactory threadFactory;

		private @Nullable Executor executor;

		private Housekeeping housekeeping = Housekeeper.SHARED;

		private Builder(ConnectionFactory<C> factory) {
			this.factory = factory;
		}

		/**
		 * Adds a listener.
		 * @param listener is told what happens in the pool
		 * @return this builder
		 */
		public Builder<C> listener(PoolListener listener) {
			this.listeners.add(Objects.requireNonNull(listener, "listener"));
			return this;
		}

		/**
		 * Sets what makes the threads that open, validate, reset and close connections.
		 * Without it they are daemon platform threads named
		 * {@code connpool-<name>-open-<n>}, which end after some idle seconds.
		 * @param threadFactory makes platform or virtual threads
		 * @return this builder
		 */
		public Builder<C> threadFactory(ThreadFactory threadFactory) {
			this.threadFactory = Objects.requireNonNull(threadFactory, "threadFactory");
			return this;
		}

		/**
		 * Sets the clock; for tests.
		 * @param clock monotonic time
		 * @return this builder
		 */
		public Builder<C> clock(NanoClock clock) {
			this.clock = Objects.requireNonNull(clock, "clock");
			return this;
		}

		/**
		 * Checks the settings and starts the pool.
		 * @return a running pool
		 * @throws InvalidPoolSettingsException listing every violation
		 * @throws ConnectionOpenException with {@code warm-up: fail-fast}, if the first
		 * connections cannot be opened
		 */
		public ConnectionPool<C> build() {
			return buildPool();
		}

		/**
		 * For tests: background calls run on the given executor, and housekeeping passes
		 * when somebody calls {@link Pool#runOnce}.
		 */
		Builder<C> driven(Executor executor) {
			return driven(executor, Housekeeping.DRIVEN);
		}

		/**
		 * For tests: background calls run on the given executor, and housekeeping passes
		 * as the given one decides.
		 */
		Builder<C> driven(Executor executor, Housekeeping housekeeping) {
			this.executor = executor;
			this.housekeeping = housekeeping;
			return this;
		}

		Pool<C> buildPool() {
			PoolSettings settings = buildSettings();
			PoolLog log = new PoolLog(settings.name(), this.clock);
			Workers workers = (this.executor != null) ? Workers.on(this.executor, log) : Workers
				.threads(settings.name(), this.threadFactory, this.factory.getClass().getClassLoader(), log);
			Pool<C> pool = new Pool<>(this, settings, log, new Notifier(this.listeners, log), workers);
			WarmUpStart.of(pool);
			return pool;
		}

		ConnectionFactory<C> factory() {
			return this.factory;
		}

		NanoClock clock() {
			return this.clock;
		}

		Housekeeping housekeeping() {
			return this.housekeeping;
		}

	}

}
