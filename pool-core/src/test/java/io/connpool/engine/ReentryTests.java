package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pool never calls out while it holds a lock: whatever it calls may call it back, and
 * so may any other thread meanwhile (T32, T81, M20).
 */
class ReentryTests {

	/** Using the pool causes more of the events that use the pool. */
	private static final int ENOUGH = 100;

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final AtomicBoolean inside = new AtomicBoolean();

	private final AtomicInteger entered = new AtomicInteger();

	private final Queue<String> heldUp = new ConcurrentLinkedQueue<>();

	/** Uses the pool on this thread and on another one, which must not be held up. */
	private void usePool() {
		if (this.entered.get() >= ENOUGH || !this.heldUp.isEmpty() || !this.inside.compareAndSet(false, true)) {
			return;
		}
		try {
			useOnce();
			Thread other = new Thread(this::useOnce, "other");
			other.setDaemon(true);
			other.start();
			other.join(10_000);
			if (other.isAlive()) {
				this.heldUp.add(Arrays.toString(other.getStackTrace()));
			}
			this.entered.incrementAndGet();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.inside.set(false);
		}
	}

	private void useOnce() {
		this.rig.pool.stats();
		this.rig.pool.resize(0, 3);
		this.rig.pool.suspend();
		this.rig.pool.resume();
		Lease<FakeConnection> lease = this.rig.pool.tryAcquire();
		if (lease != null) {
			lease.close();
		}
		this.rig.pool.acquireAsync(Duration.ofMillis(1)).whenComplete((late, failure) -> {
			if (late != null) {
				late.close();
			}
		});
	}

	private void useEverything() {
		this.rig.leases(2).forEach(Lease::close);
		this.rig.advanceMillis(1_000);
		this.rig.lease().close();
		this.rig.lease().invalidate(new IOException("reset"));
		Lease<FakeConnection> retired = this.rig.lease();
		retired.retire();
		retired.close();
		this.rig.advanceMillis(3_000);
		this.rig.pool.evictAll();
		this.rig.advanceMillis(1_000);
	}

	@ParameterizedTest
	@EnumSource(Hook.class)
	void everyHookMayUseThePool(Hook hook) {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3).keepaliveInterval(Duration.ofSeconds(2)));
		hook.of(this.rig.factory).before(this::usePool);

		useEverything();

		assertThat(this.heldUp).as("threads held up by a callback").isEmpty();
		assertThat(this.entered).as("calls that returned").hasPositiveValue();
	}

	@Test
	void everyListenerMayUseThePool() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3)
			.keepaliveInterval(Duration.ofSeconds(2))
			.leakThreshold(Duration.ofSeconds(1)));
		Set<String> used = ConcurrentHashMap.newKeySet();
		this.rig.listener.onEach((event) -> {
			if (used.add(event.name())) {
				usePool();
			}
		});
		List<Lease<FakeConnection>> leaked = this.rig.leases(3);
		this.rig.ask(Duration.ofMillis(10));
		this.rig.advanceMillis(1_500);
		leaked.forEach(Lease::close);
		useEverything();
		List<Lease<FakeConnection>> all = this.rig.leases(3);
		this.rig.factory.opens().failNext(1, new IOException("refused"));
		all.get(0).invalidate(new IOException("reset"));
		this.rig.ask();
		this.rig.advanceMillis(1_000);

		assertThat(this.heldUp).as("threads held up by a callback").isEmpty();
		assertThat(used).contains("opened", "acquired", "released", "leak #1", "open failed", "valid", "timeout",
				"closed INVALIDATED");
		assertThat(this.entered).hasValue(used.size());
	}

	@Test
	void aHookMayGiveBackALease() {
		this.rig.startWithAllHooks((settings) -> settings);
		Lease<FakeConnection> held = this.rig.lease();
		Lease<FakeConnection> other = this.rig.lease();
		this.rig.factory.checks().before(held::close);

		other.close();
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(2);
	}

}
