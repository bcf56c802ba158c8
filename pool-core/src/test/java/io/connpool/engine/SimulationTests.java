package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.connpool.IdleOrder;
import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import io.connpool.test.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does to a pool whatever can be done to it, in random order, and asserts the invariants
 * after every step; at the end the pool must still have all its places. Everything
 * follows from the seed, which is the test's argument: run more of them with
 * {@code -Dconnpool.simulation.seeds=100000 -Dconnpool.simulation.first=1}.
 */
class SimulationTests {

	private static final int STEPS = 120;

	private final PoolRig rig = new PoolRig();

	private final List<Ask> asks = new ArrayList<>();

	private final List<Lease<FakeConnection>> leases = new ArrayList<>();

	private final List<Lease<FakeConnection>> ended = new ArrayList<>();

	private Random random;

	private int maxSize;

	private boolean hangs;

	static LongStream seeds() {
		long first = Long.getLong("connpool.simulation.first", 1);
		return LongStream.range(first, first + Long.getLong("connpool.simulation.seeds", 300));
	}

	@AfterEach
	void nothingHangs() {
		this.rig.heal();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void noPlaceIsLostWhateverHappens(long seed) throws Exception {
		this.random = new Random(seed);
		this.hangs = seed % 8 == 0;
		start();

		for (int i = 0; i < STEPS; i++) {
			step();
			collect();
		}
		this.rig.heal();
		this.rig.pool.resume();
		this.rig.advanceMillis(5_000);
		this.asks.forEach((ask) -> ask.future().cancel(false));
		collect();
		this.leases.forEach(Lease::close);
		this.rig.advanceMillis(1_000);

		assertThat(this.rig.stats().active()).as("seed %s", seed).isZero();
		for (int i = 0; i < this.maxSize; i++) {
			this.rig.leaseWithin(Duration.ofSeconds(1));
		}
		this.rig.end();
	}

	private void start() {
		this.maxSize = 1 + this.random.nextInt(5);
		int minIdle = this.random.nextBoolean() ? 0 : this.random.nextInt(this.maxSize + 1);
		this.rig.executor.shuffle(this.random);
		if (this.hangs) {
			this.rig.executor.threaded();
		}
		this.rig.start(switch (this.random.nextInt(4)) {
			case 0 -> this.rig.factory.openAndCloseOnly();
			case 1 -> this.rig.factory.withoutReset();
			default -> this.rig.factory;
		}, (settings) -> settings.maxSize(this.maxSize)
			.minIdle(minIdle)
			.maxWaiting(50)
			.maxQuarantined(50)
			.maxUses(this.random.nextInt(3) * 5)
			.idleTimeout(seconds(60))
			.maxLifetime(seconds(120))
			.keepaliveInterval(seconds(30))
			.leakThreshold(seconds(20))
			.maxLeaseTime(seconds(60))
			.onMaxLeaseTime(this.random.nextBoolean() ? LeaseTimeAction.RECLAIM : LeaseTimeAction.WARN)
			.idleOrder(IdleOrder.values()[this.random.nextInt(IdleOrder.values().length)]));
	}

	/** Up to so many seconds, or never. */
	private Duration seconds(int most) {
		return this.random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(1 + this.random.nextInt(most));
	}

	private void step() {
		switch (this.random.nextInt(33)) {
			case 0, 1, 2, 3 -> this.asks.add(this.rig.ask(Duration.ofMillis(this.random.nextInt(3_000))));
			case 4, 5 -> this.asks.add(this.rig.askOnly(Duration.ofMillis(this.random.nextInt(3_000))));
			case 6 -> tryAcquire();
			case 7, 8, 9, 10 -> end(Lease::close);
			case 11 -> end((lease) -> lease.invalidate(new IOException("reset")));
			case 12 -> end((lease) -> {
				lease.retire();
				lease.close();
			});
			case 13 -> touchAnEndedLease();
			case 14, 15, 16, 17 -> this.rig.advanceMillis(this.random.nextInt(2_000));
			case 18 -> this.rig.advanceMillis(this.random.nextInt(40_000));
			case 19 -> this.rig.factory.opens().failNext(1 + this.random.nextInt(8), new ConnectException("refused"));
			case 20 -> this.rig.factory.validations().answerNext(false, this.random.nextBoolean());
			case 21 -> this.rig.factory.validations().failNext(1, new IOException("reset"));
			case 22 -> this.rig.factory.checks().answerNext(Liveness.ALIVE, Liveness.DEAD);
			case 23 -> this.rig.factory.resets().failNext(1, new StackOverflowError());
			case 24 -> this.rig.factory.closes().failNext(1, new AssertionError("close"));
			case 25 -> this.rig.pool.evictAll();
			case 26 -> resize();
			case 27 -> suspendOrResume();
			case 28 -> holdOrLetGo();
			case 29 -> rejectOrAccept();
			case 30 -> cancel();
			case 31 -> hangOrRelease();
			default -> this.rig.settle();
		}
	}

	private void collect() {
		this.asks.removeIf((ask) -> {
			if (ask.isServed()) {
				take(ask);
			}
			return !ask.isWaiting();
		});
	}

	private void take(Ask ask) {
		try {
			this.leases.add(ask.lease());
		}
		catch (IllegalStateException ex) {
			assertThat(ex).as("it may have been reclaimed already").hasMessageContaining("reclaimed");
		}
	}

	private void tryAcquire() {
		Lease<FakeConnection> lease = this.rig.pool.tryAcquire();
		if (lease != null) {
			this.leases.add(new Loan(lease));
		}
	}

	private void end(Consumer<Lease<FakeConnection>> how) {
		if (!this.leases.isEmpty()) {
			Lease<FakeConnection> lease = this.leases.remove(this.random.nextInt(this.leases.size()));
			how.accept(lease);
			this.ended.add(lease);
		}
	}

	private void touchAnEndedLease() {
		if (!this.ended.isEmpty()) {
			Lease<FakeConnection> lease = this.ended.get(this.random.nextInt(this.ended.size()));
			lease.retire();
			lease.invalidate(new IOException("late"));
			lease.close();
		}
	}

	private void cancel() {
		if (!this.asks.isEmpty()) {
			this.asks.get(this.random.nextInt(this.asks.size())).future().cancel(false);
		}
	}

	private void resize() {
		this.maxSize = 1 + this.random.nextInt(6);
		this.rig.resize(this.random.nextInt(this.maxSize + 1), this.maxSize);
	}

	private void suspendOrResume() {
		if (this.random.nextBoolean()) {
			this.rig.pool.suspend();
		}
		else {
			this.rig.pool.resume();
		}
	}

	private void holdOrLetGo() {
		if (this.random.nextBoolean()) {
			this.rig.executor.hold();
		}
		else {
			this.rig.executor.letGo();
		}
	}

	private void hangOrRelease() {
		List<Script<?, ?>> scripts = List.of(this.rig.factory.opens(), this.rig.factory.validations(),
				this.rig.factory.resets(), this.rig.factory.closes());
		Script<?, ?> script = scripts.get(this.random.nextInt(scripts.size()));
		if (!this.hangs || this.random.nextInt(3) == 0) {
			this.rig.factory.release();
		}
		else if (this.random.nextBoolean()) {
			script.hangNext(1 + this.random.nextInt(3));
		}
		else {
			script.hangDeafNext(1 + this.random.nextInt(3));
		}
	}

	private void rejectOrAccept() {
		if (this.random.nextInt(3) == 0) {
			this.rig.executor.reject(new OutOfMemoryError("unable to create native thread"));
		}
		else {
			this.rig.executor.accept();
		}
	}

}
