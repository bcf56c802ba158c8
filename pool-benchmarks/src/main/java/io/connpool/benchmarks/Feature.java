package io.connpool.benchmarks;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.PoolListener;
import io.connpool.engine.ConnectionPools.Builder;

/**
 * What can be switched on or off.
 */
public enum Feature {

	/**
	 * As in the other benchmarks: a check, counters, a listener that asks for no timing.
	 */
	BASELINE(UnaryOperator.identity()),

	/** The factory has nothing but {@code open}. */
	NO_CHECK((request) -> new Stub(), new Timed(PoolListener.Timing.NONE), UnaryOperator.identity()),

	/** No listener. */
	NO_LISTENER(new Checked(), null, UnaryOperator.identity()),

	/** The check of a real TCP connection, which asks the socket. */
	SOCKET_CHECK {
		@Override
		FeatureRig rig() {
			return FeatureRig.ofSockets();
		}
	},

	/** A listener that has one acquire in 64 timed. */
	SAMPLED_TIMING(PoolListener.Timing.SAMPLED),

	/** A listener that has every acquire timed. */
	EXACT_TIMING(PoolListener.Timing.EXACT),

	/** The meters of the Spring Boot starter. */
	METRICS {
		@Override
		FeatureRig rig() {
			return FeatureRig.ofSpring(new Checked());
		}
	},

	/** Every acquire records its stack. */
	LEAK_THRESHOLD((builder) -> builder.leakThreshold(Duration.ofSeconds(30))),

	/** The factory has a {@code validate}, for what was idle for half a second. */
	VALIDATE(new Validated(), new Timed(PoolListener.Timing.NONE), UnaryOperator.identity()),

	/** The most recently returned first. */
	ORDER_MRU(IdleOrder.MRU),

	/** The least recently returned first. */
	ORDER_LRU(IdleOrder.LRU),

	/** The oldest first. */
	ORDER_FIFO(IdleOrder.FIFO),

	/** Each in turn. */
	ORDER_ROUND_ROBIN(IdleOrder.ROUND_ROBIN),

	/** Running threads may pass those waiting. */
	FAIRNESS_BOUNDED((builder) -> builder.fairness(Fairness.BOUNDED));

	private final ConnectionFactory<Stub> factory;

	private final PoolListener listener;

	private final UnaryOperator<Builder<Stub>> change;

	Feature() {
		this(UnaryOperator.identity());
	}

	Feature(PoolListener.Timing timing) {
		this(new Checked(), new Timed(timing), UnaryOperator.identity());
	}

	Feature(IdleOrder order) {
		this((builder) -> builder.idleOrder(order));
	}

	Feature(UnaryOperator<Builder<Stub>> change) {
		this(new Checked(), new Timed(PoolListener.Timing.NONE), change);
	}

	Feature(ConnectionFactory<Stub> factory, PoolListener listener, UnaryOperator<Builder<Stub>> change) {
		this.factory = factory;
		this.listener = listener;
		this.change = change;
	}

	/** Builds a full pool with nothing but this changed. */
	FeatureRig rig() {
		return FeatureRig.of(this.factory, (builder) -> {
			if (this.listener != null) {
				builder.listener(this.listener);
			}
			return this.change.apply(builder);
		});
	}

	private record Timed(Timing timing) implements PoolListener {
	}

	private static class Checked implements ConnectionFactory<Stub> {

		@Override
		public Stub open(OpenRequest request) {
			return new Stub();
		}

		@Override
		public Liveness check(Stub stub) {
			return Liveness.UNKNOWN;
		}

	}

	private static final class Validated extends Checked {

		@Override
		public boolean validate(Stub stub, Deadline deadline) {
			return true;
		}

	}

}
