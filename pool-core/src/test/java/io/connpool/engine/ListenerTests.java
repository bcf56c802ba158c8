package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.connpool.Lease;
import io.connpool.PoolListener;
import io.connpool.test.FakeConnection;
import io.connpool.test.RecordingListener;
import io.connpool.test.RecordingListener.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told, and what they can do to a pool: nothing (T31, T32, T75).
 */
class ListenerTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void listenersAreToldWhatHappensInItsOrder() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1).idleTimeout(Duration.ofSeconds(5)));
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));

		this.rig.ask();
		this.rig.advanceMillis(200);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(150);
		lease.close();
		this.rig.advanceMillis(1_000);
		this.rig.lease().close();
		this.rig.advanceMillis(6_000);

		assertThat(this.rig.listener.tape()).containsExactly("open failed", "opened", "acquired", "timeout", "released",
				"valid", "acquired", "released", "closed IDLE_TIMEOUT");
	}

	@Test
	void timesAreExactForAListenerThatAsksForThem() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.factory.opens().before(() -> this.rig.clock.advance(Duration.ofMillis(30)));
		Lease<FakeConnection> lease = this.rig.lease();
		Ask waiter = this.rig.ask();
		this.rig.advanceMillis(500);
		lease.close();
		this.rig.settle();
		this.rig.advanceMillis(40);
		waiter.lease().close();
		this.rig.settle();
		this.rig.lease().close();

		assertThat(times("opened")).containsExactly(Duration.ofMillis(30));
		assertThat(times("acquired")).containsExactly(Duration.ofMillis(30), Duration.ofMillis(500), Duration.ZERO);
		assertThat(times("released")).containsExactly(Duration.ofMillis(500), Duration.ofMillis(40), Duration.ZERO);
	}

	@Test
	void aFailedOpenIsToldWithTheTimeItTook() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.factory.opens().before(() -> {
			this.rig.clock.advance(Duration.ofMillis(30));
			throw new IllegalStateException("refused");
		});

		this.rig.ask(Duration.ZERO);
		this.rig.settle();

		assertThat(times("open failed")).first().isEqualTo(Duration.ofMillis(30));
	}

	@Test
	void waitsAreMeasuredEvenForAListenerThatAsksForNoTimes() {
		RecordingListener untimed = new RecordingListener(PoolListener.Timing.NONE);
		PoolRig other = new PoolRig();
		ConnectionPools.Builder<FakeConnection> builder = ConnectionPools.builder(other.factory.openAndCloseOnly());
		other.pool = (Pool<FakeConnection>) builder.name("untimed")
			.maxSize(1)
			.clock(other.clock)
			.listener(untimed)
			.driven(other.executor)
			.build();
		Lease<FakeConnection> lease = pooled(other);
		Ask waiter = other.askOnly(PoolRig.LONG);
		other.clock.advance(Duration.ofMillis(500));
		lease.close();
		other.executor.runAll();
		waiter.lease().close();
		other.executor.runAll();
		Lease<FakeConnection> unmeasured = other.pool.tryAcquire();
		unmeasured.close();

		List<Long> waits = untimed.events()
			.stream()
			.filter((event) -> event.name().equals("acquired"))
			.map(Event::nanos)
			.toList();

		assertThat(waits).containsExactly(0L, Duration.ofMillis(500).toNanos(), PoolListener.NOT_MEASURED);
		assertThat(untimed.events()).filteredOn((event) -> event.name().equals("released"))
			.allMatch((event) -> event.nanos() == PoolListener.NOT_MEASURED);
		other.background(() -> other.pool.close(Duration.ZERO));
		other.executor.runAll();
	}

	@Test
	void whatASampledAcquireTakesIsMeasuredFromItsStart() {
		RecordingListener sampled = new RecordingListener(PoolListener.Timing.SAMPLED);
		PoolRig other = new PoolRig();
		other.pool = (Pool<FakeConnection>) ConnectionPools.builder(other.factory)
			.name("sampled")
			.maxSize(1)
			.clock(other.clock)
			.listener(sampled)
			.driven(other.executor)
			.build();
		pooled(other).close();
		other.executor.runAll();
		other.factory.checks().before(() -> other.clock.advance(Duration.ofMillis(5)));

		for (int i = 0; i < 200; i++) {
			Lease<FakeConnection> lease = other.pool.tryAcquire();
			lease.close();
			other.executor.runAll();
		}

		assertThat(sampled.events()).filteredOn((event) -> event.name().equals("acquired") && event.nanos() > 0)
			.hasSize(3)
			.allMatch((event) -> event.nanos() == Duration.ofMillis(5).toNanos());
		other.background(() -> other.pool.close(Duration.ZERO));
		other.executor.runAll();
	}

	private static Lease<FakeConnection> pooled(PoolRig rig) {
		Ask ask = rig.askOnly(PoolRig.LONG);
		rig.executor.runAll();
		return ask.lease();
	}

	private List<Duration> times(String name) {
		return this.rig.listener.events()
			.stream()
			.filter((event) -> event.name().equals(name))
			.map((event) -> Duration.ofNanos(event.nanos()))
			.toList();
	}

	static Stream<Throwable> throwables() {
		return Stream.of(new IllegalStateException("unchecked"), new AssertionError("error"), new StackOverflowError(),
				new OutOfMemoryError("simulated"), new IOException("sneaked"));
	}

	// T75, M10
	@ParameterizedTest
	@MethodSource("throwables")
	void whateverAListenerThrowsChangesNothing(Throwable failure) {
		RecordingListener second = new RecordingListener();
		this.rig.startWithAllHooks((settings) -> settings.maxSize(2)
			.listener(second)
			.idleTimeout(Duration.ofSeconds(10))
			.leakThreshold(Duration.ofSeconds(3)));
		this.rig.listener.onEach((event) -> ListenerTests.<RuntimeException>sneak(failure));

		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		Ask hasty = this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(4_000);
		assertThat(hasty.isFailed()).isTrue();
		leases.get(0).close();
		leases.get(1).invalidate(new IOException("reset"));
		this.rig.advanceMillis(1_000);
		this.rig.lease().close();
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));
		this.rig.asks(2);
		this.rig.advanceMillis(1_000);
		assertThat(this.rig.stats().active()).isEqualTo(2);

		assertThat(second.tape()).as("the other listener").isEqualTo(this.rig.listener.tape());
		assertThat(second.tape()).contains("opened", "acquired", "released", "leak #1", "timeout", "valid",
				"open failed", "closed INVALIDATED");
	}

	/** One listener is told of leases without a loop. */
	@ParameterizedTest
	@MethodSource("throwables")
	void whateverTheOnlyListenerThrowsChangesNothing(Throwable failure) {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.listener.onEach((event) -> ListenerTests.<RuntimeException>sneak(failure));

		this.rig.lease().close();
		this.rig.lease().close();

		assertThat(this.rig.stats().idle()).isOne();
		assertThat(this.rig.listener.tape()).containsExactly("opened", "acquired", "released", "acquired", "released");
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable ex) throws X {
		throw (X) ex;
	}

}
