package io.connpool.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.connpool.CloseReport;
import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import io.connpool.test.FakeClock;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.PoolLeakAssertions;
import io.connpool.test.RecordingListener;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool whose time and threads the test has in its hand. Asserts the invariants after
 * every step, and after the test that nothing is left of the pool.
 */
final class PoolRig implements AfterEachCallback {

	static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int BUSY = 1_000;

	final FakeClock clock = new FakeClock();

	final FakeConnectionFactory factory = new FakeConnectionFactory();

	final ManualExecutor executor = new ManualExecutor(this.factory::isHanging);

	final RecordingListener listener = new RecordingListener();

	Pool<FakeConnection> pool;

	private final Invariants invariants = new Invariants(this);

	private final List<Background<?>> backgrounds = new ArrayList<>();

	private int limit;

	private final Alarm alarm = new Alarm(this.clock);

	/** Starts a pool of connections that can be opened, closed and aborted. */
	void start(UnaryOperator<ConnectionPools.Builder<FakeConnection>> settings) {
		start(this.factory.openAndCloseOnly(), settings);
	}

	/** Starts a pool of connections with all hooks. */
	void startWithAllHooks(UnaryOperator<ConnectionPools.Builder<FakeConnection>> settings) {
		start(this.factory, settings);
	}

	/** Starts a pool in which nothing grows old unless its settings say so. */
	void start(ConnectionFactory<FakeConnection> hooks,
			UnaryOperator<ConnectionPools.Builder<FakeConnection>> settings) {
		ConnectionPools.Builder<FakeConnection> builder = ConnectionPools.builder(hooks)
			.name("rig")
			.maxSize(2)
			.idleTimeout(Duration.ZERO)
			.maxLifetime(Duration.ZERO)
			.keepaliveInterval(Duration.ZERO)
			.listener(this.listener)
			.clock(this.clock)
			.driven(this.executor, this.alarm);
		this.pool = (Pool<FakeConnection>) settings.apply(builder).build();
		this.limit = this.pool.settings().maxSize();
	}

	PoolStats stats() {
		return this.pool.stats();
	}

	Duration now() {
		return this.clock.elapsed();
	}

	/** Begins an acquire that waits for a long time. */
	Ask ask() {
		return ask(LONG);
	}

	/** Begins an acquire, and lets everything happen that needs no time. */
	Ask ask(Duration timeout) {
		Ask ask = askOnly(timeout);
		settle();
		return ask;
	}

	List<Ask> asks(int count) {
		List<Ask> asks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			asks.add(ask());
		}
		return asks;
	}

	/** Begins an acquire and does nothing else. */
	Ask askOnly(Duration timeout) {
		return new Ask(this.pool.acquireAsync(timeout));
	}

	/** Acquires a connection, which must need no time. */
	Lease<FakeConnection> lease() {
		return ask().lease();
	}

	List<Lease<FakeConnection>> leases(int count) {
		List<Lease<FakeConnection>> leases = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			leases.add(lease());
		}
		return leases;
	}

	/** Acquires a connection, asking again whenever that fails. */
	Lease<FakeConnection> leaseWithin(Duration limit) {
		Duration end = now().plus(limit);
		Ask ask = ask(limit);
		while (!ask.isServed()) {
			assertThat(now()).as("served within %s: %s, %s", limit, ask, stats()).isLessThan(end);
			advanceMillis(20);
			ask = ask.isFailed() ? ask(limit) : ask;
		}
		return ask.lease();
	}

	/** Asks again and again, and gives back what it gets. */
	void askEvery(long millis, Duration duration) {
		Duration end = now().plus(duration);
		while (now().compareTo(end) < 0) {
			Ask ask = ask(Duration.ofMillis(millis));
			advanceMillis(millis);
			if (ask.isServed()) {
				ask.lease().close();
			}
		}
	}

	/** Opens connections and leaves them idle. */
	void fill(int count) {
		leases(count).forEach(Lease::close);
		settle();
		assertThat(stats().idle()).isEqualTo(count);
	}

	void resize(int minIdle, int maxSize) {
		this.limit = Math.max(maxSize, stats().total());
		this.pool.resize(minIdle, maxSize);
	}

	/** Lets everything happen that needs no time. */
	void settle() {
		int passes = 0;
		do {
			if (++passes > BUSY) {
				throw new AssertionError("the pool is busy without end: " + stats());
			}
			if (this.alarm.isDue()) {
				this.alarm.passes();
				this.alarm.wakeBy(this.pool.runOnce(this.clock.nanos()));
			}
		}
		while (this.executor.runAll() > 0 || this.alarm.isDue());
		assertInvariants();
	}

	/** Lets time pass, and in it everything happen when it is due. */
	void advance(Duration duration) {
		long end = this.clock.nanos() + duration.toNanos();
		long passes = BUSY + duration.toMillis();
		settle();
		while (end - this.clock.nanos() > 0) {
			assertThat(--passes).as("the pool wants to be looked at all the time: %s", stats()).isPositive();
			long step = Math.min(this.alarm.untilDue(), end - this.clock.nanos());
			this.clock.advance(Duration.ofNanos(Math.max(1, step)));
			settle();
		}
	}

	void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

	/** Runs something that blocks on a thread of its own. */
	<T> Background<T> background(Callable<T> work) {
		Background<T> background = new Background<>(work);
		this.backgrounds.add(background);
		return background;
	}

	/**
	 * Waits until as many callers are in line, those on threads of their own included.
	 */
	void awaitWaiting(int count) {
		Deadline deadline = Deadline.after(PATIENCE);
		while (stats().waiting() != count) {
			assertThat(deadline.isExpired()).as("callers in line: %s", stats()).isFalse();
			LockSupport.parkNanos(100_000);
		}
	}

	/** Begins to close the pool, on a thread of its own. */
	Background<CloseReport> close(Duration drain) {
		boolean first = stats().state().compareTo(PoolState.CLOSING) < 0;
		Background<CloseReport> closing = background(() -> this.pool.close(drain));
		Deadline deadline = Deadline.after(PATIENCE);
		while (first && closing.isRunning() && !this.alarm.isDue() || stats().waiting() > 0) {
			assertThat(deadline.isExpired()).as("the pool closes and turns all away: %s", stats()).isFalse();
			LockSupport.parkNanos(100_000);
		}
		return closing;
	}

	/** Lets time pass until something on another thread has ended. */
	<T> T finish(Background<T> background) throws Exception {
		Deadline deadline = Deadline.after(PATIENCE);
		while (background.isRunning()) {
			assertThat(deadline.isExpired()).as("%s ends: %s", background, stats()).isFalse();
			advanceMillis(10);
			LockSupport.parkNanos(100_000);
		}
		return background.get();
	}

	/** Asserts what must always hold. */
	void assertInvariants() {
		this.invariants.assertNow(this.limit);
		PoolStats stats = stats();
		this.limit = Math.max(stats.maxSize(), Math.min(this.limit, stats.total()));
		Deadline deadline = Deadline.after(PATIENCE);
		for (;;) {
			boolean running = this.backgrounds.stream().anyMatch(Background::isRunning);
			try {
				this.invariants.assertAtQuiescence();
				return;
			}
			catch (AssertionError ex) {
				// a caller on a thread of its own may have been on its way
				if (!running || deadline.isExpired()) {
					throw ex;
				}
				LockSupport.parkNanos(100_000);
			}
		}
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		if (this.pool == null) {
			return;
		}
		if (context.getExecutionException().isPresent()) {
			background(() -> this.pool.close(Duration.ZERO));
		}
		else {
			end();
		}
	}

	/** Lets everything work again that a test had fail, hang or wait. */
	void heal() {
		this.listener.heal();
		this.factory.heal();
		this.factory.release();
		accept();
		this.executor.letGo();
	}

	/** Has the executor accept tasks again, and what it turned away be tried again. */
	void accept() {
		this.executor.accept();
		this.clock.advance(Duration.ofNanos(Tick.RESOLUTION));
	}

	/** Closes the pool and asserts that nothing is left of it. */
	void end() throws Exception {
		heal();
		finish(close(Duration.ZERO));
		advance(Duration.ofSeconds(1));
		PoolLeakAssertions.assertEverythingClosed(this.factory, Duration.ZERO);
		assertThat(this.executor.isEmpty()).as("no task is left").isTrue();
		assertThat(stats().state()).isEqualTo(PoolState.CLOSED);
		assertThat(stats().gauges()).isEqualTo("total=0 active=0 idle=0 opening=0 closing=0 waiting=0");
		assertThat(stats().quarantined()).isZero();
	}

}
