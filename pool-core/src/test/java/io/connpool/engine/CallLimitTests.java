package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.OpenRequest;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What calls into the factory are told of their limits, and what remains of them.
 */
class CallLimitTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final List<String> told = new ArrayList<>();

	@Test
	void everyCallIsToldHowLongItHas() {
		this.rig.start(new Telling(),
				(settings) -> settings.maxSize(1)
					.openTimeout(Duration.ofSeconds(3))
					.validationTimeout(Duration.ofMillis(700))
					.validateAfterIdle(Duration.ofMillis(500)));

		this.rig.lease().close();
		this.rig.advanceMillis(1_000);
		this.rig.lease().close();

		assertThat(this.told).startsWith("open PT3S", "reset PT0.7S", "validate PT0.7S");
	}

	@Test
	void howLongAValidationTookIsToldThoughItWasGivenUp() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1)
			.validateAfterIdle(Duration.ofMillis(500))
			.validationTimeout(Duration.ofMillis(700)));
		this.rig.executor.threaded();
		this.rig.fill(1);
		this.rig.advanceMillis(1_000);
		this.rig.factory.validations().hangNext(1);

		this.rig.ask();
		this.rig.advanceMillis(700);

		assertThat(this.rig.listener.events()).filteredOn((event) -> event.name().equals("invalid"))
			.singleElement()
			.satisfies((event) -> assertThat(event.nanos()).isEqualTo(Duration.ofMillis(700).toNanos()));
	}

	@Test
	void connectionThatHasGoneMayComeAgain() throws Exception {
		Object only = new Object();
		ConnectionFactory<Object> factory = (request) -> only;
		try (ConnectionPool<Object> pool = ConnectionPools.builder(factory).name("again").maxSize(1).build()) {
			for (int i = 0; i < 3; i++) {
				Lease<Object> lease = pool.acquire(LONG);
				assertThat(lease.connection()).isSameAs(only);
				lease.invalidate(new IOException("reset"));
			}
		}
	}

	@Test
	void connectionThatCameTooLateMayComeAgain() throws Exception {
		Object only = new Object();
		CountDownLatch late = new CountDownLatch(1);
		AtomicInteger opens = new AtomicInteger();
		ConnectionFactory<Object> factory = (request) -> {
			if (opens.incrementAndGet() == 1) {
				awaitDeaf(late);
				return only;
			}
			if (late.getCount() > 0) {
				throw new IOException("refused");
			}
			return only;
		};
		try (ConnectionPool<Object> pool = ConnectionPools.builder(factory)
			.name("late")
			.maxSize(1)
			.openTimeout(Duration.ofMillis(100))
			.build()) {
			assertThat(pool.acquireAsync(LONG)).failsWithin(LONG);
			late.countDown();

			await().atMost(LONG).ignoreExceptions().until(() -> {
				try (Lease<Object> lease = pool.acquire(LONG)) {
					return lease.connection() == only;
				}
			});
		}
	}

	private static void awaitDeaf(CountDownLatch latch) {
		for (;;) {
			try {
				latch.await();
				return;
			}
			catch (InterruptedException ex) {
				// answers to nothing
			}
		}
	}

	/** Tells what time it was given. */
	private final class Telling implements ConnectionFactory<FakeConnection> {

		@Override
		public FakeConnection open(OpenRequest request) {
			tell("open", request.deadline());
			return CallLimitTests.this.rig.factory.open(request);
		}

		@Override
		public boolean validate(FakeConnection connection, Deadline deadline) {
			tell("validate", deadline);
			return CallLimitTests.this.rig.factory.validate(connection, deadline);
		}

		@Override
		public void reset(FakeConnection connection, Deadline deadline) {
			tell("reset", deadline);
			CallLimitTests.this.rig.factory.reset(connection, deadline);
		}

		@Override
		public void close(FakeConnection connection) {
			CallLimitTests.this.rig.factory.close(connection);
		}

		private void tell(String call, Deadline deadline) {
			CallLimitTests.this.told.add(call + " " + deadline.remaining());
		}

	}

}
