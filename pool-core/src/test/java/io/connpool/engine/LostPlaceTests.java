package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolException;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A thread of the pool, or the housekeeper, runs out of memory or stack wherever it is.
 * The place it was at work on serves again, no call stays in quarantine, and no
 * connection is left open or ended twice. To have it happen where we want, it is the
 * clock that throws: at the first look, at the second, and so on, a pool for each.
 */
class LostPlaceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration LEASE_TIME = Duration.ofSeconds(2);

	/** Most are the housekeeper's. */
	private static final int LOOKS = 40;

	private final Logger log = (Logger) LoggerFactory.getLogger("io.connpool");

	private final Level level = this.log.getLevel();

	/** A thousand stacks that are meant to be. */
	@BeforeEach
	void muteTheLog() {
		this.log.setLevel(Level.OFF);
	}

	@AfterEach
	void unmuteTheLog() {
		this.log.setLevel(this.level);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = "OPEN.*")
	void whereverAnOpenGoesWrongThePlaceServesAgain(Way way) {
		playAtEveryLook(way);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = "CLOSE.*")
	void whereverACloseGoesWrongThePlaceServesAgain(Way way) {
		playAtEveryLook(way);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = { "VALIDATION.*", "RESET.*", "RECLAIM" })
	void whereverACheckOrAnAbortGoesWrongThePlaceServesAgain(Way way) {
		playAtEveryLook(way);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = "END.*")
	void whereverTheEndOfThePoolGoesWrongItEnds(Way way) {
		playAtEveryLook(way);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = "CALLER.*")
	void whereverACallerGoesWrongThePlaceServesAgain(Way way) {
		playAtEveryLook(way);
	}

	private static void playAtEveryLook(Way way) {
		ExecutorService callers = Executors.newFixedThreadPool(LOOKS);
		try {
			List<Future<?>> runs = new ArrayList<>();
			for (int look = 1; look <= LOOKS; look++) {
				Run run = new Run(way, look);
				runs.add(callers.submit(run::run));
			}
			assertThat(runs).allSatisfy((run) -> assertThat(run).succeedsWithin(PATIENCE.multipliedBy(2)));
		}
		finally {
			callers.shutdownNow();
		}
	}

	/** What is under way when it happens. */
	enum Way {

		OPEN((run) -> run.useOnce()),

		OPEN_FAILS((run) -> {
			run.factory.opens().failNext(1, new IllegalStateException("simulated"));
			run.useOnce();
		}),

		OPEN_HANGS((run) -> {
			run.factory.opens().hangNext(1);
			run.useOnce();
		}),

		CLOSE((run) -> run.spoil()),

		CLOSE_FAILS((run) -> {
			run.factory.closes().failNext(1, new IllegalStateException("simulated"));
			run.spoil();
		}),

		CLOSE_HANGS((run) -> {
			run.factory.closes().hangNext(1);
			run.spoil();
		}),

		VALIDATION((run) -> {
			run.useOnce();
			run.failFromNowOn();
			run.useOnce();
		}),

		VALIDATION_FAILS((run) -> {
			run.useOnce();
			run.factory.validations().answerNext(false);
			run.failFromNowOn();
			run.useOnce();
		}),

		VALIDATION_HANGS((run) -> {
			run.useOnce();
			run.factory.validations().hangNext(1);
			run.failFromNowOn();
			run.useOnce();
		}),

		RESET_FAILS((run) -> {
			run.factory.resets().failNext(1, new IllegalStateException("simulated"));
			run.failFromNowOn();
			run.useOnce();
		}),

		RESET_HANGS((run) -> {
			run.factory.resets().hangNext(1);
			run.failFromNowOn();
			run.useOnce();
		}),

		RECLAIM((run) -> {
			Lease<FakeConnection> lease = run.lease();
			run.almostReclaimed();
			run.failFromNowOn();
			run.useOnce();
			lease.close();
		}),

		END_WITH_A_LEASE((run) -> {
			run.lease();
			run.failFromNowOn();
		}),

		CALLER_INVALIDATES((run) -> {
			Lease<FakeConnection> lease = run.lease();
			run.failHere(() -> lease.invalidate(new IllegalStateException("simulated")));
		}),

		CALLER_EVICTS((run) -> {
			run.leaveOneIdle();
			run.failHere(() -> run.pool.evictAll());
		}),

		END_BY_CALLER((run) -> {
			run.leaveOneIdle();
			run.failHere(() -> run.pool.closeAsync(Duration.ZERO));
		}),

		END_BY_CALLER_WITH_A_LEASE((run) -> {
			run.lease();
			run.failHere(() -> run.pool.closeAsync(Duration.ZERO));
		}),

		END_BY_CALLER_WITH_A_LINE((run) -> {
			run.lease();
			CompletableFuture<Lease<FakeConnection>> asked = run.pool.acquireAsync(PATIENCE);
			run.failHere(() -> run.pool.closeAsync(Duration.ZERO));
			run.pool.closeAsync(Duration.ZERO);
			assertThat(asked).failsWithin(PATIENCE);
		}),

		END_BY_CALLER_WHILE_ONE_IS_OPENED((run) -> {
			run.factory.opens().hangNext(1);
			CompletableFuture<Lease<FakeConnection>> asked = run.pool.acquireAsync(PATIENCE);
			run.failHere(() -> run.pool.closeAsync(Duration.ZERO));
			run.pool.closeAsync(Duration.ZERO);
			assertThat(asked).failsWithin(PATIENCE);
		});

		private final Consumer<Run> scene;

		Way(Consumer<Run> scene) {
			this.scene = scene;
		}

		/** Whether the pool fails from the first open on. */
		boolean isFromTheStart() {
			return name().startsWith("OPEN") || name().startsWith("CLOSE");
		}

		boolean isEndOfPool() {
			return name().startsWith("END");
		}

	}

	/** One pool, and one look at the clock that fails. */
	static final class Run {

		final FakeConnectionFactory factory = new FakeConnectionFactory();

		private final FailingClock clock = new FailingClock();

		private final Pool<FakeConnection> pool;

		private final Way way;

		private final int look;

		private final Deadline deadline = Deadline.after(PATIENCE);

		Run(Way way, int look) {
			this.way = way;
			this.look = look;
			this.pool = ConnectionPools.builder(this.factory)
				.name(way.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + look)
				.maxSize(1)
				.openTimeout(SHORT)
				.validateAfterIdle(Duration.ZERO)
				.validationTimeout(SHORT)
				.closeTimeout(SHORT)
				.idleTimeout(Duration.ZERO)
				.maxLifetime(Duration.ZERO)
				.keepaliveInterval(Duration.ZERO)
				.maxLeaseTime(LEASE_TIME)
				.onMaxLeaseTime(LeaseTimeAction.RECLAIM)
				.clock(this.clock)
				.buildPool();
		}

		void run() {
			try {
				if (this.way.isFromTheStart()) {
					failFromNowOn();
				}
				this.way.scene.accept(this);
				if (!this.way.isEndOfPool()) {
					useOnce();
					spoil();
					useOnce();
				}
				end();
			}
			catch (Throwable ex) {
				throw new AssertionError("%s, look %d (failed: %s): %s, %s".formatted(this.way, this.look,
						this.clock.hasFailed(), this.pool.stats(), this.factory.violations()), ex);
			}
		}

		private void end() throws Exception {
			this.pool.closeAsync(Duration.ZERO).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			PoolLeakAssertions.assertEverythingClosed(this.factory, PATIENCE);
			PoolLeakAssertions.assertNoViolations(this.factory);
			PoolLeakAssertions.assertBooksBalance(this.pool, PATIENCE);
			// the open that hangs is given up, and comes back while the next is under way
			assertThat(this.factory.peak()).isLessThanOrEqualTo((this.way == Way.OPEN_HANGS) ? 2 : 1);
		}

		void failFromNowOn() {
			this.clock.failOnThreads("connpool-", this.look);
		}

		/** Does something in which the calling thread fails. */
		void failHere(Runnable action) {
			this.clock.failAt(this.look);
			try {
				action.run();
			}
			catch (StackOverflowError ex) {
				assertThat(this.clock.hasFailed()).isTrue();
			}
			finally {
				this.clock.failNoMore();
			}
		}

		void useOnce() {
			lease().close();
		}

		void leaveOneIdle() {
			useOnce();
			await().atMost(PATIENCE).until(() -> this.pool.stats().idle() == 1);
		}

		/** Two passes of the housekeeper before that, or three. */
		void almostReclaimed() {
			Duration almost = LEASE_TIME.minusMillis(250);
			await().atMost(PATIENCE).until(() -> this.pool.stats().oldestLease().compareTo(almost) > 0);
		}

		void spoil() {
			lease().invalidate(new IllegalStateException("simulated"));
		}

		/** Asks until it gets one. */
		Lease<FakeConnection> lease() {
			for (;;) {
				try {
					return this.pool.acquire(this.deadline.remaining());
				}
				catch (PoolException ex) {
					assertThat(this.deadline.isExpired()).as("served within %s", PATIENCE).isFalse();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
