package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.connpool.AcquireInterruptedException;
import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Work done with a connection in one step.
 */
class ExecuteTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@BeforeEach
	void startWithOneIdleConnection() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1));
		this.rig.fill(1);
	}

	@Test
	void theResultOfTheWorkIsReturned() {
		long id = this.rig.pool.execute(FakeConnection::id);
		this.rig.settle();
		Object nothing = this.rig.pool.execute((connection) -> null);
		this.rig.settle();

		assertThat(id).isEqualTo(1);
		assertThat(nothing).isNull();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.stats().acquired()).isEqualTo(3);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IOException("checked"), new IllegalStateException("unchecked"),
				new AssertionError("error"), new InterruptedException());
	}

	// M9
	@ParameterizedTest
	@MethodSource("failures")
	void whatTheWorkThrowsPassesThroughUnchangedAndTheConnectionIsClosed(Throwable failure) {
		assertThatThrownBy(() -> this.rig.pool.execute((connection) -> {
			throw ExecuteTests.<RuntimeException>sneaky(failure);
		})).isSameAs(failure);
		this.rig.settle();

		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.INVALIDATED, 1L);
		assertThat(this.rig.stats().total()).isZero();
		assertThat(failure.getSuppressed()).isEmpty();
	}

	@Test
	void aFailureThatProvesNothingAgainstTheConnectionLeavesItInThePool() {
		this.rig.factory.verdicts().answer(true);

		assertThatThrownBy(() -> this.rig.pool.execute((connection) -> {
			throw new IllegalArgumentException("the caller's own fault");
		})).isInstanceOf(IllegalArgumentException.class);
		this.rig.settle();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	@Test
	void aReleaseThatFailsNeverReplacesTheResult() {
		this.rig.factory.checks().answerNext(Liveness.UNKNOWN);
		this.rig.factory.checks().failNext(1, new StackOverflowError());
		this.rig.listener.onEach((event) -> {
			throw new AssertionError("listener");
		});

		String result = this.rig.pool.execute((connection) -> "result");
		this.rig.listener.heal();
		this.rig.settle();

		assertThat(result).isEqualTo("result");
		assertThat(this.rig.stats().total()).isZero();
	}

	@Test
	void interruptionWhileWaitingKeepsTheFlagOfTheThread() throws Exception {
		Lease<FakeConnection> lease = this.rig.lease();
		Background<Boolean> blocked = this.rig.background(() -> {
			assertThatThrownBy(() -> this.rig.pool.execute(PoolRig.LONG, (connection) -> 1))
				.isInstanceOf(AcquireInterruptedException.class)
				.hasMessageStartingWith("rig – ");
			return Thread.currentThread().isInterrupted();
		});
		this.rig.awaitWaiting(1);

		blocked.thread().interrupt();

		assertThat(blocked.get()).isTrue();
		assertThat(this.rig.stats().waiting()).isZero();
		lease.close();
	}

	@Test
	void theWorkWaitsForAcquireTimeoutAtMost() throws Exception {
		this.rig.lease();
		Background<Integer> blocked = this.rig.background(() -> this.rig.pool.execute((connection) -> 1));
		this.rig.awaitWaiting(1);

		this.rig.advance(Duration.ofMillis(4_500));
		assertThat(blocked.isRunning()).isTrue();
		this.rig.advanceMillis(600);
		while (blocked.isRunning()) {
			// it is parked in real time and looks at the clock when it is woken
			LockSupport.unpark(blocked.thread());
			LockSupport.parkNanos(1_000_000);
		}

		assertThat(blocked.failure()).hasMessageContaining("no connection within 5100 ms");
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> X sneaky(Throwable ex) throws X {
		throw (X) ex;
	}

	@Test
	void aReleaseThatThrowsNeverReplacesTheResult() {
		AtomicBoolean broken = new AtomicBoolean();
		PoolRig other = new PoolRig();
		other.start((settings) -> settings.clock(() -> {
			if (broken.get()) {
				throw new IllegalStateException("the clock is broken");
			}
			return other.clock.nanos();
		}));
		other.lease().close();

		String result = other.pool.execute((connection) -> {
			broken.set(true);
			return "result";
		});
		broken.set(false);

		assertThat(result).isEqualTo("result");
		other.advanceMillis(2_500);
		assertThat(other.stats().active()).as("the place is taken back").isZero();
		other.pool.closeAsync(Duration.ZERO);
	}

}
