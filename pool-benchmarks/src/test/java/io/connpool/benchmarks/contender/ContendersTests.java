package io.connpool.benchmarks.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests that every contender does what the race takes for granted.
 */
@Timeout(60)
class ContendersTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private final Queue<Thing> opened = new ConcurrentLinkedQueue<>();

	private volatile boolean down;

	static Stream<String> pools() {
		return Contenders.names().stream().filter((name) -> !name.equals("dedicated"));
	}

	static Stream<String> names() {
		return Contenders.names().stream();
	}

	@ParameterizedTest
	@MethodSource("pools")
	void opensWhatIsToBeIdleAndNothingElse(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(2, 4))) {
			assertThat(this.opened).hasSize(isAlwaysFull(name) ? 4 : 2);
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void lendsAsManyDistinctResourcesAsItMayOpen(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(2, 4))) {
			List<Object> held = acquireAll(contender, 4);

			Set<Resource> resources = Collections.newSetFromMap(new IdentityHashMap<>());
			held.forEach((each) -> resources.add(contender.resource(each)));
			assertThat(resources).hasSize(4).containsExactlyInAnyOrderElementsOf(this.opened);
			releaseAll(contender, held);
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void refusesOneMoreWhenItsTimeIsUp(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(2, 2))) {
			List<Object> held = acquireAll(contender, 2);

			long start = System.nanoTime();
			assertThatException().isThrownBy(contender::acquire);

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT.minusMillis(20),
					TIMEOUT.plusSeconds(2));
			releaseAll(contender, held);
		}
	}

	@ParameterizedTest
	@MethodSource("names")
	void lendsAgainWhatWasGivenBack(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(2, 2))) {
			for (int i = 0; i < 50; i++) {
				releaseAll(contender, acquireAll(contender, 2));
			}

			assertThat(this.opened).hasSize(name.equals("dedicated") ? 1 : 2).noneMatch(Thing::isClosed);
		}
	}

	@ParameterizedTest
	@MethodSource("names")
	void closesWhatWasDiscardedAndOpensAnother(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(1, 1))) {
			Object held = contender.acquire();
			Thing first = (Thing) contender.resource(held);

			contender.discard(held, new Exception("broken"));
			Object next = contender.acquire();

			assertThat(contender.resource(next)).isNotSameAs(first);
			await().until(first::isClosed);
			contender.release(next);
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void lendsNoResourceToTwoAtATime(String name) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (Contender contender = Contenders.create(name, new Spec(2, 2, Duration.ofSeconds(20), this::open))) {
			List<Future<?>> users = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				users.add(threads.submit(() -> {
					for (int j = 0; j < 200; j++) {
						Object held = contender.acquire();
						((Thing) contender.resource(held)).use();
						contender.release(held);
					}
					return null;
				}));
			}

			for (Future<?> user : users) {
				assertThat(user).succeedsWithin(Duration.ofSeconds(40));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void servesAgainWhenOpeningWorksAgain(String name) throws Exception {
		try (Contender contender = Contenders.create(name, spec(1, 1))) {
			Object held = contender.acquire();
			this.down = true;
			contender.discard(held, new Exception("broken"));
			assertThatException().isThrownBy(contender::acquire);

			this.down = false;

			await().atMost(20, TimeUnit.SECONDS)
				.ignoreExceptions()
				.untilAsserted(() -> contender.release(contender.acquire()));
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void leavesNothingOpenWhenItIsClosed(String name) throws Exception {
		Contender contender = Contenders.create(name, spec(3, 3));

		contender.close();

		await().atMost(10, TimeUnit.SECONDS).until(() -> this.opened.stream().allMatch(Thing::isClosed));
		assertThat(this.opened).hasSize(3);
	}

	@ParameterizedTest
	@MethodSource("names")
	void saysWhatItPromises(String name) {
		assertThat(Contenders.contract(name)).hasNoNullFieldsOrProperties();
	}

	/** Stormpot knows a target size only, a queue no size but one. */
	private static boolean isAlwaysFull(String name) {
		return Set.of("stormpot", "stormpot-virtual", "abq").contains(name);
	}

	private Spec spec(int minIdle, int maxSize) {
		return new Spec(minIdle, maxSize, TIMEOUT, this::open);
	}

	private Resource open() throws IOException {
		if (this.down) {
			throw new IOException("the backend is down");
		}
		Thing thing = new Thing();
		this.opened.add(thing);
		return thing;
	}

	private static List<Object> acquireAll(Contender contender, int count) throws Exception {
		List<Object> held = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			held.add(contender.acquire());
		}
		return held;
	}

	private static void releaseAll(Contender contender, List<Object> held) throws Exception {
		for (Object each : held) {
			contender.release(each);
		}
	}

	private static final class Thing implements Resource {

		private final AtomicBoolean used = new AtomicBoolean();

		private volatile boolean closed;

		void use() {
			assertThat(this.used.compareAndSet(false, true)).isTrue();
			Thread.yield();
			this.used.set(false);
		}

		boolean isClosed() {
			return this.closed;
		}

		@Override
		public boolean isAlive() {
			return !this.closed;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
