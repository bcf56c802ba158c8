package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

import io.connpool.CloseReason;
import io.connpool.ConnectionOpenException;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No place in the pool is ever lost or given out twice.
 */
class CapacityTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	static Stream<Arguments> failuresOfHooks() {
		List<Throwable> failures = List.of(new IOException("checked"), new IllegalStateException("unchecked"),
				new AssertionError("error"), new StackOverflowError(), new OutOfMemoryError("simulated"),
				new InterruptedException("interrupted"), new NoClassDefFoundError("Missing"));
		return Stream.of(Hook.values()).flatMap((hook) -> failures.stream().map((ex) -> Arguments.of(hook, ex)));
	}

	// T01, T14
	@ParameterizedTest
	@MethodSource("failuresOfHooks")
	void whateverAHookThrowsNoPlaceIsLost(Hook hook, Throwable failure) {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(5)));
		this.rig.fill(2);

		int before = hook.of(this.rig.factory).calls();
		hook.of(this.rig.factory).fail(failure);
		useEverything();
		this.rig.factory.heal();
		this.rig.advanceMillis(1_000);

		assertThat(hook.of(this.rig.factory).calls()).as("calls that failed").isGreaterThan(before);
		this.rig.leases(2).forEach(Lease::close);
		this.rig.settle();
		assertThat(this.rig.stats().total()).isEqualTo(2);
	}

	private void useEverything() {
		List<Ask> asks = this.rig.asks(2);
		asks.stream().filter(Ask::isServed).findFirst().ifPresent((ask) -> ask.lease().close());
		asks.stream().filter(Ask::isServed).skip(1).forEach((ask) -> ask.lease().invalidate(new IOException("reset")));
		asks.stream().filter(Ask::isWaiting).forEach((ask) -> ask.future().cancel(false));
		this.rig.advanceMillis(1_000);
		Ask late = this.rig.ask(Duration.ofSeconds(1));
		this.rig.advanceMillis(10_000);
		if (late.isServed()) {
			late.lease().retire();
			late.lease().close();
		}
		this.rig.pool.evictAll();
		this.rig.advanceMillis(3_000);
		Ask last = this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(200);
		if (last.isServed()) {
			last.lease().close();
		}
	}

	// T01: close overruns, abort fails as well
	@ParameterizedTest
	@MethodSource("failuresOfHooks")
	void anAbortThatThrowsGivesThePlaceBack(Hook ignored, Throwable failure) {
		this.rig.start((settings) -> settings.maxSize(1).closeTimeout(Duration.ofSeconds(1)));
		this.rig.executor.threaded();
		this.rig.factory.closes().hangNext(1);
		this.rig.factory.aborts().fail(failure);
		Lease<FakeConnection> lease = this.rig.lease();

		lease.retire();
		lease.close();
		this.rig.advanceMillis(1_200);

		assertThat(this.rig.factory.aborts().calls()).isEqualTo(1);
		this.rig.lease().close();
	}

	// T02
	@Test
	void openingNullIsAFailureThatNamesTheFactory() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.factory.opens().answer(null);

		Throwable failure = this.rig.ask().failure();

		assertThat(failure).isInstanceOf(ConnectionOpenException.class);
		assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("OpenAndCloseOnly")
			.hasMessageContaining("null");
		assertThat(this.rig.stats().total()).isZero();
	}

	// T03
	@Test
	void openingAConnectionThatIsThereAlreadyIsAFailure() {
		this.rig.start((settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.opens().answer(lease.connection());

		Ask ask = this.rig.ask(Duration.ofMillis(500));
		this.rig.advanceMillis(600);

		assertThat(ask.failure()).cause()
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("OpenAndCloseOnly");
		assertThat(lease.connection().isOpen()).as("the one that is lent").isTrue();
		assertThat(this.rig.stats().total()).isEqualTo(1);
		this.rig.factory.heal();
		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
		lease.close();
	}

	// T04
	@Test
	void anInterruptedOpenIsAFailureLikeAnyOther() {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.factory.opens().failNext(1, new InterruptedException());

		assertThat(this.rig.ask().failure()).hasCauseInstanceOf(InterruptedException.class);
		this.rig.advanceMillis(1_000);

		assertThat(this.rig.factory.opens().calls()).as("attempts within a second").isBetween(1, 10);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.rig.lease().close();
	}

	static Stream<Throwable> rejections() {
		return Stream.of(new RejectedExecutionException("full"), new OutOfMemoryError("unable to create native thread"),
				new IllegalStateException("shut down"));
	}

	// T05, T10
	@ParameterizedTest
	@MethodSource("rejections")
	void anExecutorThatRejectsAnOpenCountsAsAFailedAttempt(Throwable rejection) {
		this.rig.start((settings) -> settings.maxSize(1));

		this.rig.executor.reject(rejection);
		Ask refused = this.rig.ask(Duration.ofMillis(300));
		this.rig.advanceMillis(2_000);
		this.rig.accept();
		this.rig.settle();

		assertThat(refused.failure()).isInstanceOf(ConnectionOpenException.class).hasRootCause(rejection);
		assertThat(this.rig.executor.rejections()).isPositive();
		assertThat(this.rig.stats().openFailed()).as("attempts within two seconds").isBetween(1L, 21L);
		this.rig.leaseWithin(Duration.ofSeconds(1)).close();
	}

	// T05: the executor rejects closes, resets and validations
	@ParameterizedTest
	@MethodSource("rejections")
	void anExecutorThatRejectsOtherWorkLosesNoPlace(Throwable rejection) {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(2)));
		List<Lease<FakeConnection>> leases = this.rig.leases(2);

		this.rig.executor.reject(rejection);
		leases.get(0).close();
		leases.get(1).invalidate(new IOException("reset"));
		this.rig.advanceMillis(5_000);
		this.rig.pool.evictAll();
		this.rig.advanceMillis(5_000);
		this.rig.accept();
		this.rig.advanceMillis(1_000);

		this.rig.leases(2).forEach(Lease::close);
	}

	// T06
	@Test
	void neverMoreThanMaxSizeAreOpenedWhateverTheDemand() {
		this.rig.start((settings) -> settings.maxSize(3).openingParallelism(1_000));
		this.rig.executor.hold();

		this.rig.asks(50);

		assertThat(this.rig.stats().opening()).isBetween(1, 3);
		this.rig.executor.letGo();
		this.rig.settle();
		assertThat(this.rig.factory.peak()).isEqualTo(3);
		assertThat(this.rig.stats().waiting()).isEqualTo(47);
	}

	// T07
	@Test
	void aConnectionThatArrivesAfterItsOpenWasGivenUpIsClosed() {
		this.rig.start((settings) -> settings.maxSize(1).maxQuarantined(2).openTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.factory.opens().hangDeafNext(1);

		Ask first = this.rig.ask();
		this.rig.advanceMillis(2_200);
		assertThat(first.failure()).isInstanceOf(ConnectionOpenException.class);
		assertThat(this.rig.stats().quarantined()).isEqualTo(1);
		Lease<FakeConnection> second = this.rig.leaseWithin(Duration.ofSeconds(1));
		this.rig.factory.release();
		this.rig.settle();

		assertThat(this.rig.factory.opened()).isEqualTo(2);
		FakeConnection late = this.rig.factory.connections().get(1);
		assertThat(late).as("the late one").isNotSameAs(second.connection());
		assertThat(late.isOpen()).isFalse();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.LATE, 1L);
		assertThat(this.rig.stats().quarantined()).isZero();
		assertThat(this.rig.stats().total()).isEqualTo(1);
		second.close();
	}

	// T11
	@Test
	void aWarmUpThatFailsInPartIsMadeUpFor() {
		this.rig.factory.opens().failNext(2, new ConnectException("refused"));
		this.rig.start((settings) -> settings.maxSize(5).minIdle(3));

		this.rig.advanceMillis(3_000);

		assertThat(this.rig.stats().idle()).isEqualTo(3);
		assertThat(this.rig.factory.opens().calls()).isEqualTo(5);
		assertThat(this.rig.leases(5)).hasSize(5);
	}

	// T10
	@Test
	void whenTheSuccessorOfABrokenConnectionCannotBeOpenedItIsTriedAgain() {
		this.rig.start((settings) -> settings);
		List<Lease<FakeConnection>> leases = this.rig.leases(2);
		Ask waiter = this.rig.ask();
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));

		leases.get(0).invalidate(new IOException("reset"));
		this.rig.settle();
		assertThat(waiter.isWaiting()).as("another connection is active").isTrue();
		this.rig.advanceMillis(1_000);

		assertThat(waiter.isServed()).isTrue();
	}

	// T13
	@Test
	void aCloseThatHangsKeepsItsPlaceUntilItsLimitOnly() {
		this.rig.start((settings) -> settings.maxSize(1).maxQuarantined(2).closeTimeout(Duration.ofSeconds(2)));
		this.rig.executor.threaded();
		this.rig.factory.closes().hangDeafNext(1);
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();
		Ask waiter = this.rig.ask();

		lease.invalidate(new IOException("reset"));
		this.rig.advanceMillis(1_800);
		assertThat(this.rig.stats().closing()).isEqualTo(1);
		assertThat(waiter.isWaiting()).as("the server may still see the connection").isTrue();
		this.rig.advanceMillis(400);

		assertThat(waiter.isServed()).isTrue();
		assertThat(connection.abortCalls()).isEqualTo(1);
		assertThat(this.rig.stats().quarantined()).isEqualTo(1);
		this.rig.factory.release();
		this.rig.settle();
		assertThat(this.rig.stats().quarantined()).isZero();
		assertThat(connection.closeCalls()).isEqualTo(1);
	}

	// T17, M15
	@Test
	void minIdleIsFilledOnceHoweverSlowlyConnectionsOpen() {
		this.rig.executor.hold();
		this.rig.start((settings) -> settings.maxSize(10).minIdle(3));

		this.rig.advanceMillis(1_500);
		assertThat(this.rig.stats().opening()).isEqualTo(3);
		this.rig.executor.letGo();
		this.rig.advanceMillis(5_000);

		assertThat(this.rig.factory.opened()).isEqualTo(3);
	}

}
