package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.connpool.PoolClosedException;
import io.connpool.PoolException;
import io.connpool.test.FakeClock;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One waiter, one outcome: whoever delivers knows whether it was taken, and whoever
 * leaves knows whether it left (T21, T22).
 */
class WaiterTests {

	private static final int WAITERS = 200_000;

	private static final Supplier<PoolException> CLOSED = () -> new PoolClosedException("rig");

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final FakeClock clock = new FakeClock();

	private Slot<FakeConnection> slot() {
		if (this.rig.pool == null) {
			this.rig.start((settings) -> settings);
		}
		return this.rig.pool.table.slots()[0];
	}

	private ParkedWaiter<FakeConnection> waiter(long waitNanos) {
		return new ParkedWaiter<>(this.clock.nanos(), this.clock.nanos() + waitNanos);
	}

	@Test
	void theFirstOutcomeCounts() {
		ParkedWaiter<FakeConnection> served = waiter(1);
		ParkedWaiter<FakeConnection> failed = waiter(1);
		ParkedWaiter<FakeConnection> left = waiter(1);

		assertThat(served.deliver(slot())).isTrue();
		assertThat(failed.fail(CLOSED)).isTrue();
		assertThat(left.leave()).isTrue();

		for (ParkedWaiter<FakeConnection> waiter : List.of(served, failed, left)) {
			assertThat(waiter.isDone()).isTrue();
			assertThat(waiter.deliver(slot())).isFalse();
			assertThat(waiter.fail(CLOSED)).isFalse();
			assertThat(waiter.leave()).isFalse();
		}
		assertThat(served.delivered()).isSameAs(slot());
		assertThat(failed.delivered()).isNull();
		assertThat(failed.failure()).isInstanceOf(PoolClosedException.class);
		assertThat(left.delivered()).isNull();
	}

	@Test
	void anInterruptedWaiterThatWasServedKeepsBothTheConnectionAndTheInterrupt() throws InterruptedException {
		ParkedWaiter<FakeConnection> waiter = waiter(Long.MAX_VALUE / 4);
		waiter.deliver(slot());

		Thread.currentThread().interrupt();
		boolean decided = waiter.await(this.clock, null, 0);

		assertThat(Thread.interrupted()).as("the flag").isTrue();
		assertThat(decided).isTrue();
	}

	// M3
	@Test
	void aWaiterThatWasServedWhileItLookedAtTheClockIsServed() throws InterruptedException {
		ParkedWaiter<FakeConnection> waiter = waiter(0);

		boolean decided = waiter.await(() -> {
			assertThat(waiter.deliver(slot())).isTrue();
			return this.clock.nanos() + 1;
		}, null, 0);

		assertThat(decided).as("its time is up, but the connection is its own").isTrue();
		assertThat(waiter.delivered()).isSameAs(slot());
	}

	// M3, M4: one thread leaves again and again, the other delivers wherever it just is
	@ParameterizedTest
	@EnumSource
	void whoeverDeliversAndWhoeverLeavesAgree(Leaving leaving) throws Exception {
		Slot<FakeConnection> slot = slot();
		List<ParkedWaiter<FakeConnection>> line = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			line.add(waiter((leaving == Leaving.TIMEOUT) ? 0 : Long.MAX_VALUE / 4));
		}
		boolean[] taken = new boolean[WAITERS];
		boolean[] served = new boolean[WAITERS];
		AtomicInteger at = new AtomicInteger(-1);
		Background<Boolean> leaver = this.rig.background(() -> {
			for (int i = 0; i < WAITERS; i++) {
				at.set(i);
				for (int spin = i % 64; spin > 0; spin--) {
					Thread.onSpinWait();
				}
				served[i] = leaving.await(line.get(i), this.clock);
			}
			at.set(WAITERS);
			return true;
		});

		int last = -1;
		for (int i = at.get(); i < WAITERS; i = at.get()) {
			if (i != last) {
				taken[i] = line.get(i).deliver(slot);
				last = i;
			}
		}

		assertThat(leaver.get()).isTrue();
		for (int i = 0; i < WAITERS; i++) {
			assertThat(served[i]).as("waiter %s of %s", i, WAITERS).isEqualTo(taken[i]);
		}
	}

	/** Why a waiter gives up. */
	enum Leaving {

		TIMEOUT, INTERRUPT;

		boolean await(ParkedWaiter<FakeConnection> waiter, FakeClock clock) {
			if (this == INTERRUPT) {
				Thread.currentThread().interrupt();
			}
			try {
				return waiter.await(clock, null, 0);
			}
			catch (InterruptedException ex) {
				return false;
			}
			finally {
				Thread.interrupted();
			}
		}

	}

}
