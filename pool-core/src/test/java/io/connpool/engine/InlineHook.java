package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.connpool.AcquireTimeoutException;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the contract calls inline, and how to have it hang: one caller of a pool of idle
 * connections does something, and the hook is called.
 */
enum InlineHook {

	CHECK_ON_ACQUIRE(On.ITS_CALLER_IN_A_PLACE, Told.INLINE) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.factory.checks().before(rig.hang::once);
			return rig.caller(Lease::close);
		}

	},

	CHECK_ON_RELEASE(On.ITS_CALLER_IN_A_PLACE, Told.INLINE) {

		@Override
		Background<?> hang(HangingPool rig) {
			return rig.caller((lease) -> {
				rig.factory.checks().before(rig.hang::once);
				lease.close();
			});
		}

	},

	IS_REUSABLE_AFTER(On.ITS_CALLER_IN_A_PLACE, Told.INLINE) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.factory.verdicts().before(rig.hang::once);
			return rig.caller((lease) -> lease.invalidate(new IllegalStateException("on purpose")));
		}

	},

	/**
	 * Runs apart, within close-timeout, which is more than is promised. That one use
	 * breaks makes the other connection suspect; its validation overruns, so it is
	 * aborted.
	 */
	ABORT(On.THE_POOL, "overran close-timeout") {

		@Override
		ConnectionPools.Builder<FakeConnection> settings(ConnectionPools.Builder<FakeConnection> builder) {
			return builder.validationTimeout(SHORT);
		}

		@Override
		Background<?> hang(HangingPool rig) {
			rig.factory.aborts().before(rig.hang::once);
			rig.factory.validations().hangNext(1);
			return rig.caller((lease) -> lease.invalidate(new IOException("reset")));
		}

	},

	ON_ACQUIRED(On.ITS_CALLER_IN_A_PLACE, null) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("acquired");
			return rig.caller(Lease::close);
		}

	},

	ON_RELEASED(On.ITS_CALLER, null) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("released");
			return rig.caller(Lease::close);
		}

	},

	ON_TIMEOUT(On.ITS_CALLER, null) {

		@Override
		Background<?> hang(HangingPool rig) throws InterruptedException {
			rig.hangOn("timeout");
			List<Lease<FakeConnection>> all = rig.take(HangingPool.SIZE);
			Background<?> caller = new Background<>(() -> assertThatExceptionOfType(AcquireTimeoutException.class)
				.isThrownBy(() -> rig.pool.acquire(SHORT)));
			rig.hang.awaitArrival();
			all.forEach(Lease::close);
			return caller;
		}

	},

	ON_OPENED(On.THE_POOL, null) {

		@Override
		ConnectionPools.Builder<FakeConnection> settings(ConnectionPools.Builder<FakeConnection> builder) {
			return builder.minIdle(HangingPool.SIZE);
		}

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("opened");
			return rig.caller((lease) -> lease.invalidate(new IllegalStateException("on purpose")));
		}

	},

	ON_OPEN_FAILED(On.THE_POOL, null) {

		@Override
		ConnectionPools.Builder<FakeConnection> settings(ConnectionPools.Builder<FakeConnection> builder) {
			return builder.minIdle(HangingPool.SIZE);
		}

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("open failed");
			rig.factory.opens().failNext(1, new IOException("refused"));
			return rig.caller((lease) -> lease.invalidate(new IllegalStateException("on purpose")));
		}

	},

	/** The other connection is asked because one use breaks. */
	ON_VALIDATED(On.THE_POOL, null) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("valid");
			return rig.caller((lease) -> lease.invalidate(new IOException("reset")));
		}

	},

	ON_CLOSED(On.THE_POOL, null) {

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("closed");
			return rig.caller((lease) -> lease.invalidate(new IllegalStateException("on purpose")));
		}

	},

	ON_LEAK(On.THE_POOL, null) {

		@Override
		ConnectionPools.Builder<FakeConnection> settings(ConnectionPools.Builder<FakeConnection> builder) {
			return builder.leakThreshold(SHORT);
		}

		@Override
		Background<?> hang(HangingPool rig) {
			rig.hangOn("leak");
			return rig.caller((lease) -> {
				rig.hang.awaitArrival();
				lease.close();
			});
		}

	};

	private static final Duration SHORT = Duration.ofMillis(100);

	private final On on;

	private final @Nullable String report;

	InlineHook(On on, @Nullable String report) {
		this.on = on;
		this.report = report;
	}

	ConnectionPools.Builder<FakeConnection> settings(ConnectionPools.Builder<FakeConnection> builder) {
		return builder;
	}

	/** Has the hook called, which will hang. Returns the caller that causes it. */
	abstract Background<?> hang(HangingPool rig) throws InterruptedException;

	/** Whether the caller that causes it is delayed, and not a thread of the pool. */
	boolean delaysItsCaller() {
		return this.on != On.THE_POOL;
	}

	/** How many places are left to the others. */
	int placesLeft() {
		return (this.on == On.ITS_CALLER_IN_A_PLACE) ? HangingPool.SIZE - 1 : HangingPool.SIZE;
	}

	/** What the log says of it after a while, if anything. */
	@Nullable String report() {
		return this.report;
	}

	/** Whose thread hangs. */
	private enum On {

		ITS_CALLER_IN_A_PLACE, ITS_CALLER, THE_POOL

	}

	private static final class Told {

		static final String INLINE = "has not returned for more than 1 s, on caller";

	}

}
