package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.test.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A call ends or is given up, never both, and its thread is as good as new afterwards.
 */
class BoundedCallTests {

	private static final int ROUNDS = 20_000;

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aCallThatEndsInTimeTellsHow() {
		Call good = new Call(() -> {
		});
		IllegalStateException failure = new IllegalStateException("failed");
		Call bad = new Call(() -> {
			throw failure;
		});

		good.run();
		bad.run();

		assertThat(good.events).containsExactly("called", "ended");
		assertThat(bad.events).containsExactly("called", "ended");
		assertThat(bad.failure).isSameAs(failure);
		assertThat(good.abandon()).as("too late").isFalse();
	}

	@Test
	void aCallThatIsGivenUpBeforeItBeganIsNotMade() {
		Call call = new Call(() -> {
		});

		assertThat(call.isPending()).isTrue();
		assertThat(call.abandon()).isTrue();
		call.run();
		call.run();

		assertThat(call.events).containsExactly("ended late");
		assertThat(call.isPending()).isFalse();
	}

	@Test
	void aCallThatIsGivenUpIsInterruptedAndLeavesACleanThread() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		Call call = new Call(never::await);
		Background<Boolean> thread = this.rig.background(() -> {
			call.run();
			return Thread.currentThread().isInterrupted();
		});
		await().until(() -> call.events.contains("called"));

		assertThat(call.abandon()).isTrue();
		assertThat(call.abandon()).as("again").isFalse();

		assertThat(thread.get()).as("interrupted").isFalse();
		assertThat(call.events).containsExactly("called", "ended late");
		assertThat(call.failure).isInstanceOf(InterruptedException.class);
	}

	@Test
	void aCallThatIsStartedTwiceIsCleanedUpAfterOnce() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Call deaf = new Call(() -> awaitDeaf(end));
		Background<Boolean> first = this.rig.background(() -> {
			deaf.run();
			return true;
		});
		await().until(() -> deaf.events.contains("called"));
		Thread runner = deaf.thread();

		deaf.run();
		assertThat(deaf.thread()).as("whom an interrupt would reach").isSameAs(runner).isNotNull();
		assertThat(deaf.abandon()).isTrue();
		deaf.run();
		assertThat(deaf.events).containsExactly("called");
		end.countDown();
		first.get();
		deaf.run();

		assertThat(deaf.events).containsExactly("called", "ended late");
	}

	private static void awaitDeaf(CountDownLatch end) {
		while (end.getCount() > 0) {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				// deaf
			}
		}
	}

	@Test
	void aCallThatLeavesItsThreadInterruptedLeavesACleanThread() {
		Call call = new Call(() -> Thread.currentThread().interrupt());

		call.run();

		assertThat(Thread.interrupted()).isFalse();
		assertThat(call.events).containsExactly("called", "ended");
	}

	@Test
	void whoeverGivesACallUpAndItsThreadAgree() throws Exception {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			int spins = i % 64;
			calls.add(new Call(() -> {
				for (int spin = spins; spin > 0; spin--) {
					Thread.onSpinWait();
				}
			}));
		}
		AtomicInteger at = new AtomicInteger(-1);
		Background<Integer> thread = this.rig.background(() -> {
			int interrupted = 0;
			for (int i = 0; i < ROUNDS; i++) {
				at.set(i);
				calls.get(i).run();
				interrupted += Thread.interrupted() ? 1 : 0;
			}
			at.set(ROUNDS);
			return interrupted;
		});

		boolean[] given = new boolean[ROUNDS];
		int last = -1;
		for (int i = at.get(); i < ROUNDS; i = at.get()) {
			if (i != last) {
				given[i] = calls.get(i).abandon();
				last = i;
			}
		}

		assertThat(thread.get()).as("interrupts that reached the next call").isZero();
		for (int i = 0; i < ROUNDS; i++) {
			assertThat(calls.get(i).events).as("call %s", i)
				.endsWith(given[i] ? "ended late" : "ended")
				.hasSizeLessThanOrEqualTo(2);
		}
	}

	/** Writes down what becomes of it. */
	private static final class Call extends BoundedCall {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final Work work;

		private volatile @Nullable Throwable failure;

		Call(Work work) {
			super("test", new FakeClock().nanos(), 1);
			this.work = work;
		}

		@Override
		long now() {
			return 0;
		}

		@Override
		void call() throws Throwable {
			this.events.add("called");
			this.work.run();
		}

		@Override
		void ended(@Nullable Throwable failure) {
			this.failure = failure;
			this.events.add("ended");
		}

		@Override
		void endedLate(@Nullable Throwable failure) {
			this.failure = failure;
			this.events.add("ended late");
		}

		@Override
		void overran() {
			this.events.add("overran");
		}

		/** What is called. */
		interface Work {

			void run() throws Throwable;

		}

	}

}
