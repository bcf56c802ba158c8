package io.connpool.engine;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps idle connections alive, and what it may not disturb.
 */
class KeepaliveTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void keepaliveValidatesIdleConnections() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10)));
		this.rig.fill(2);

		this.rig.advance(Duration.ofSeconds(61));

		assertThat(this.rig.factory.validations().calls()).as("every 8 to 10 s, two connections").isBetween(12, 16);
		assertThat(this.rig.stats().idle()).isEqualTo(2);
	}

	@Test
	void keepaliveGoesOnThoughAValidationMayTakeLongerThanItsInterval() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10))
			.validationTimeout(Duration.ofMinutes(5)));
		this.rig.fill(1);

		this.rig.advance(Duration.ofSeconds(61));

		assertThat(this.rig.factory.validations().calls()).as("every 8 to 10 s").isBetween(6, 8);
	}

	@Test
	void keepaliveBeginsThoughAnOpenMayTakeLongerThanItsInterval() {
		this.rig.startWithAllHooks((settings) -> settings.minIdle(1)
			.keepaliveInterval(Duration.ofSeconds(10))
			.openTimeout(Duration.ofMinutes(5)));

		this.rig.advance(Duration.ofSeconds(11));

		assertThat(this.rig.factory.validations().calls()).isEqualTo(1);
	}

	@Test
	void connectionIsClosedForIdlenessThoughItsResetMightHaveTakenLonger() {
		this.rig.startWithAllHooks(
				(settings) -> settings.idleTimeout(Duration.ofSeconds(10)).validationTimeout(Duration.ofMinutes(5)));
		this.rig.fill(1);

		this.rig.advance(Duration.ofSeconds(11));

		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.IDLE_TIMEOUT, 1L);
	}

	@Test
	void keepaliveIsJittered() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(20).keepaliveInterval(Duration.ofSeconds(100)));
		this.rig.fill(20);

		this.rig.advance(Duration.ofSeconds(79));
		assertThat(this.rig.factory.validations().calls()).isZero();
		this.rig.advance(Duration.ofSeconds(11));
		assertThat(this.rig.factory.validations().calls()).isBetween(1, 19);
		this.rig.advance(Duration.ofSeconds(11));

		assertThat(this.rig.factory.validations().calls()).isEqualTo(20);
	}

	@Test
	void keepaliveClosesAConnectionThatSaysNo() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10)).keepaliveTries(3));
		this.rig.fill(1);
		this.rig.factory.validations().answerNext(false);

		this.rig.advanceMillis(11_000);

		assertThat(this.rig.factory.connection(1).closeCalls()).isEqualTo(1);
		assertThat(this.rig.factory.validations().calls()).isEqualTo(1);
	}

	@Test
	void keepaliveForgivesAsManyThrowsAsItHasTries() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10)).keepaliveTries(3));
		this.rig.fill(1);
		this.rig.factory.verdicts().answer(true);

		this.rig.factory.validations().failNext(2, new IOException("reset"));
		this.rig.advanceMillis(11_000);
		assertThat(this.rig.stats().idle()).as("two of three tries failed").isEqualTo(1);
		this.rig.factory.validations().failNext(3, new IOException("reset"));
		this.rig.advanceMillis(11_000);

		assertThat(this.rig.stats().idle()).as("three of three tries failed").isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 1L);
	}

	/**
	 * A ping that timed out may yet be answered, and the next one would take that for its
	 * own answer; its own would be the next caller's.
	 */
	@Test
	void keepaliveDoesNotAskAgainWhereAnAnswerMayStillCome() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10)).keepaliveTries(3));
		this.rig.fill(1);

		this.rig.factory.validations().failNext(1, new SocketTimeoutException("no answer"));
		this.rig.advanceMillis(11_000);

		assertThat(this.rig.factory.validations().calls()).isEqualTo(1);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 1L);
	}

	@Test
	void keepaliveAbortsAConnectionWhoseValidationOverruns() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(10)).keepaliveTries(3));
		this.rig.fill(1);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);

		this.rig.advanceMillis(12_000);

		assertThat(this.rig.factory.connection(1).abortCalls()).isEqualTo(1);
		assertThat(this.rig.stats().total()).isZero();
	}

	// T80
	@Test
	void keepaliveLeavesLeasedConnectionsAlone() {
		this.rig.startWithAllHooks((settings) -> settings.keepaliveInterval(Duration.ofSeconds(1)));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.validations().answer(false);

		this.rig.advance(Duration.ofMinutes(2));

		assertThat(this.rig.factory.validations().calls()).isZero();
		assertThat(lease.connection().isOpen()).isTrue();
	}

	// T82, B7
	@Test
	void validationsThatHangHoldUpNothingElse() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4)
			.keepaliveInterval(Duration.ofSeconds(10))
			.validationTimeout(Duration.ofSeconds(60))
			.leakThreshold(Duration.ofSeconds(15)));
		List<Lease<FakeConnection>> leases = this.rig.leases(4);
		this.rig.executor.threaded();
		this.rig.factory.validations().hang();
		leases.get(0).close();
		leases.get(1).close();
		this.rig.advanceMillis(10_500);
		assertThat(this.rig.factory.validations().running()).isEqualTo(2);

		Ask hasty = this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(150);
		assertThat(hasty.isFailed()).isTrue();
		this.rig.advanceMillis(4_850);
		assertThat(this.rig.listener.tape()).contains("leak #3", "leak #4");
		leases.get(2).close();
		this.rig.settle();

		assertThat(this.rig.lease().connection()).isNotNull();
	}

}
