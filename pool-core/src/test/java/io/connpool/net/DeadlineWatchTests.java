package io.connpool.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.NanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class DeadlineWatchTests {

	private final AtomicLong now = new AtomicLong();

	private final AtomicInteger cuts = new AtomicInteger();

	/** Its thread ends at once: the tests call runOnce themselves. */
	private final DeadlineWatch watch = new DeadlineWatch(this.now::get, (task) -> new Thread(() -> {
	}));

	private final WireGuard guard = new WireGuard(this.watch, this.cuts::incrementAndGet);

	@ParameterizedTest
	@ValueSource(longs = { 0, 1_000, Long.MAX_VALUE - 50, Long.MIN_VALUE, Long.MIN_VALUE + 2, -100 })
	void wireIsCutWhenItsDeadlineHasComeAndNotBefore(long start) {
		this.now.set(start);
		this.guard.watch();
		assertThat(this.guard.arm(100)).isTrue();

		assertThat(this.watch.runOnce()).isBetween(95L, 105L);
		this.now.addAndGet(90);
		assertThat(this.watch.runOnce()).isBetween(5L, 15L);
		assertThat(this.cuts).hasValue(0);
		this.now.addAndGet(20);
		assertThat(this.watch.runOnce()).isEqualTo(DeadlineWatch.FOREVER);

		assertThat(this.cuts).hasValue(1);
		assertThat(this.guard.isExpired()).isTrue();
		assertThat(this.guard.disarm()).isFalse();
		assertThat(this.guard.rearm(100)).isFalse();
		assertThat(this.guard.arm(100)).isFalse();
		assertThat(this.guard.hold()).isFalse();
		assertThat(this.watch.runOnce()).isEqualTo(DeadlineWatch.FOREVER);
		assertThat(this.cuts).hasValue(1);
	}

	@Test
	void wireThatWasGivenBackInTimeIsNotCut() {
		this.guard.watch();
		this.guard.arm(100);
		assertThat(this.guard.disarm()).isTrue();
		this.now.addAndGet(1_000);

		assertThat(this.watch.runOnce()).isEqualTo(DeadlineWatch.FOREVER);
		assertThat(this.cuts).hasValue(0);
		assertThat(this.guard.isFree()).isTrue();
	}

	@Test
	void nextPhaseHasItsOwnDeadline() {
		this.guard.watch();
		this.guard.arm(100);
		this.now.addAndGet(90);
		assertThat(this.guard.rearm(100)).isTrue();
		this.now.addAndGet(90);

		assertThat(this.watch.runOnce()).isEqualTo(10);
		assertThat(this.cuts).hasValue(0);
	}

	@Test
	void wireHasOneOwner() {
		assertThat(this.guard.arm(100)).isTrue();
		assertThat(this.guard.arm(100)).isFalse();
		assertThat(this.guard.hold()).isFalse();
		this.guard.disarm();
		assertThat(this.guard.hold()).isTrue();
		assertThat(this.guard.arm(100)).isFalse();
		assertThat(this.guard.isFree()).isFalse();
		this.guard.free();
		assertThat(this.guard.arm(100)).isTrue();
	}

	@Test
	void longestDeadlineNeverComes() {
		this.guard.watch();
		this.guard.arm(DeadlineWatch.FOREVER);
		this.now.addAndGet(TimeUnit.DAYS.toNanos(3650));

		this.watch.runOnce();

		assertThat(this.cuts).hasValue(0);
	}

	@Test
	void earliestDeadlineDecidesWhenToLookAgain() {
		WireGuard other = new WireGuard(this.watch, this.cuts::incrementAndGet);
		this.guard.watch();
		other.watch();
		this.guard.arm(500);
		other.arm(200);

		assertThat(this.watch.runOnce()).isEqualTo(200);
		other.disarm();
		assertThat(this.watch.runOnce()).isEqualTo(500);
		this.guard.unwatch();
		assertThat(this.watch.runOnce()).isEqualTo(DeadlineWatch.FOREVER);
	}

	@Test
	void noDeadlineIsMissedWhileManyThreadsSetTheirs() throws InterruptedException {
		List<Thread> started = new ArrayList<>();
		DeadlineWatch real = realWatch(started);
		int threads = 4;
		int rounds = 150;
		CountDownLatch cut = new CountDownLatch(threads * rounds);
		List<Thread> workers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Random random = new Random(i);
			Thread worker = new Thread(() -> {
				for (int round = 0; round < rounds; round++) {
					CountDownLatch mine = new CountDownLatch(1);
					WireGuard wire = new WireGuard(real, () -> {
						cut.countDown();
						mine.countDown();
					});
					wire.watch();
					for (int j = 0; j < 20; j++) {
						wire.arm(TimeUnit.SECONDS.toNanos(60));
						wire.rearm(TimeUnit.SECONDS.toNanos(30));
						wire.disarm();
					}
					wire.arm(random.nextInt(2_000_000) + 1);
					try {
						assertThat(mine.await(20, TimeUnit.SECONDS)).isTrue();
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
					wire.unwatch();
				}
			});
			workers.add(worker);
			worker.start();
		}
		for (Thread worker : workers) {
			worker.join();
		}

		assertThat(cut.getCount()).isZero();
		await().untilAsserted(() -> assertThat(started).noneMatch(Thread::isAlive));
	}

	@Test
	void threadEndsAfterTheLastConnectionAndStartsAgainWithTheNext() {
		List<Thread> started = new ArrayList<>();
		DeadlineWatch real = realWatch(started);
		WireGuard first = new WireGuard(real, this.cuts::incrementAndGet);
		first.watch();
		assertThat(started).hasSize(1);
		assertThat(started.get(0).isDaemon()).isTrue();
		assertThat(started.get(0).getName()).isEqualTo("connpool-deadlines");
		assertThat(started.get(0).getContextClassLoader()).isNull();

		first.unwatch();
		first.unwatch();
		await().untilAsserted(() -> assertThat(started.get(0).isAlive()).isFalse());
		WireGuard second = new WireGuard(real, this.cuts::incrementAndGet);
		second.watch();
		second.arm(1);

		await().untilAsserted(() -> assertThat(this.cuts).hasValue(1));
		assertThat(started).hasSize(2);
		second.unwatch();
		await().untilAsserted(() -> assertThat(started.get(1).isAlive()).isFalse());
	}

	@Test
	void deadlineIsKeptByAThreadThatWasAboutToEnd() {
		List<Thread> started = new ArrayList<>();
		DeadlineWatch real = realWatch(started);
		WireGuard first = new WireGuard(real, this.cuts::incrementAndGet);
		first.watch();
		first.arm(TimeUnit.MILLISECONDS.toNanos(1));
		await().untilAsserted(() -> assertThat(this.cuts).hasValue(1));
		first.unwatch();
		WireGuard second = new WireGuard(real, this.cuts::incrementAndGet);
		second.watch();
		second.arm(TimeUnit.MILLISECONDS.toNanos(20));

		await().untilAsserted(() -> assertThat(this.cuts).hasValue(2));
		second.unwatch();
		await().untilAsserted(() -> assertThat(started).noneMatch(Thread::isAlive));
	}

	@Test
	void deadlinesAreKeptThoughOneCannotBe() {
		List<Thread> started = new ArrayList<>();
		DeadlineWatch real = realWatch(started);
		AtomicInteger attempts = new AtomicInteger();
		WireGuard broken = new WireGuard(real, () -> {
			attempts.incrementAndGet();
			throw new StackOverflowError("on purpose");
		});
		WireGuard sound = new WireGuard(real, this.cuts::incrementAndGet);
		broken.watch();
		sound.watch();

		broken.arm(1);
		await().untilAsserted(() -> assertThat(attempts).hasValue(1));
		sound.arm(1);

		await().untilAsserted(() -> assertThat(this.cuts).hasValue(1));
		assertThat(started).hasSize(1);
		broken.unwatch();
		sound.unwatch();
		await().untilAsserted(() -> assertThat(started).noneMatch(Thread::isAlive));
	}

	@Test
	void threadThatCannotStartFailsTheConnectionAndIsTriedAgain() {
		AtomicInteger attempts = new AtomicInteger();
		DeadlineWatch poor = new DeadlineWatch(this.now::get, (task) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(() -> {
			});
		});
		WireGuard wire = new WireGuard(poor, this.cuts::incrementAndGet);

		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(wire::watch);
		wire.watch();

		assertThat(attempts).hasValue(2);
	}

	private static DeadlineWatch realWatch(List<Thread> started) {
		return new DeadlineWatch(NanoClock.SYSTEM, (task) -> {
			Thread thread = DeadlineWatch.newThread(task);
			started.add(thread);
			return thread;
		});
	}

}
