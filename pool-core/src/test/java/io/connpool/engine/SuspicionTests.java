package io.connpool.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import io.connpool.CloseReason;
import io.connpool.ConnectionFactory;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one dead connection means for the others (B2): they are asked at once, and those
 * that are alive stay.
 */
class SuspicionTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private void startWith(int connections) {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(connections).validateAfterIdle(Duration.ofHours(1)));
		this.rig.fill(connections);
		this.rig.advanceMillis(200);
	}

	private void breakOne(Throwable failure) {
		this.rig.lease().invalidate(failure);
		this.rig.settle();
	}

	@Test
	void oneFailedUseIsEnoughToFindAllThatDiedWithIt() {
		startWith(8);
		this.rig.factory.validations().answer(false);

		breakOne(new IOException("Connection reset"));

		assertThat(this.rig.stats().total()).isZero();
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 7L);
	}

	@Test
	void callerAfterTheFirstGetsNoDeadConnection() {
		startWith(4);
		this.rig.factory.validations().answer(false);
		this.rig.lease().invalidate(new UncheckedIOException(new IOException("Connection reset")));

		Lease<FakeConnection> lease = this.rig.lease();

		assertThat(this.rig.factory.connections().indexOf(lease.connection())).as("a new one").isEqualTo(4);
	}

	@Test
	void deadConnectionFoundByItsCheckMakesTheOthersSuspectToo() {
		startWith(4);
		this.rig.factory.checks().answerNext(Liveness.DEAD);
		this.rig.factory.validations().answer(false);

		this.rig.ask();

		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.DEAD, 1L)
			.containsEntry(CloseReason.VALIDATION_FAILED, 3L);
	}

	@Test
	void deadConnectionThatIsGivenBackMakesTheOthersSuspectToo() {
		startWith(4);
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.checks().answerNext(Liveness.DEAD);
		this.rig.factory.validations().answer(false);

		lease.close();
		this.rig.settle();

		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.DEAD, 1L)
			.containsEntry(CloseReason.VALIDATION_FAILED, 3L);
	}

	@Test
	void failedValidationMakesTheOthersSuspectToo() {
		this.rig.factory.validations().answerNext(false);

		assertThat(validationsAfterTheFirst()).as("one that failed, and three").isEqualTo(4);
	}

	@Test
	void validationThatHangsMakesTheOthersSuspectToo() {
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(1);

		// some of the three may have been due anyway while the first one hung
		assertThat(validationsAfterTheFirst()).as("one that hung, and three").isBetween(4, 7);
	}

	/**
	 * Keepalive of four is spread over 20 s, unless something gives cause for concern.
	 */
	private int validationsAfterTheFirst() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4)
			.validateAfterIdle(Duration.ofHours(1))
			.keepaliveInterval(Duration.ofSeconds(100))
			.validationTimeout(Duration.ofSeconds(1)));
		this.rig.fill(4);
		while (this.rig.factory.validations().calls() == 0) {
			this.rig.advanceMillis(10);
		}
		this.rig.advanceMillis(1_100);
		return this.rig.factory.validations().calls();
	}

	@Test
	void connectionsThatAreAliveStay() {
		startWith(8);

		breakOne(new IOException("Connection reset"));

		assertThat(this.rig.factory.validations().calls()).as("the other seven").isEqualTo(7);
		assertThat(this.rig.stats().idle()).isEqualTo(7);
		assertThat(this.rig.stats().closedTotal()).isOne();
	}

	@Test
	void leasedConnectionIsAskedWhenItComesBackUnlessItsUseProvedIt() {
		startWith(2);
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection kept = lease.connection();
		breakOne(new IOException("Connection reset"));
		this.rig.advanceMillis(200);

		lease.close();
		this.rig.settle();

		assertThat(this.rig.factory.validations().calls()).as("its use ended well after that").isZero();
		assertThat(this.rig.lease().connection()).isSameAs(kept);
	}

	/** To ask one takes long enough for the next suspicion to be allowed. */
	@Test
	void deathsOfSuspectsAreNoNews() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4)
			.validateAfterIdle(Duration.ofHours(1))
			.validationTimeout(Duration.ofSeconds(30)));
		this.rig.fill(4);
		this.rig.advanceMillis(200);
		this.rig.factory.validations().before(() -> {
			this.rig.clock.advance(Duration.ofMillis(1_500));
			if (this.rig.factory.validations().calls() == 2) {
				throw new IllegalStateException("no answer");
			}
		});

		breakOne(new IOException("Connection reset"));
		this.rig.advanceMillis(5_000);

		assertThat(this.rig.factory.validations().calls()).as("each of the other three once").isEqualTo(3);
		assertThat(this.rig.stats().idle()).isEqualTo(2);
	}

	@Test
	void failuresOneAfterAnotherRaiseOneSuspicionASecond() {
		startWith(8);
		for (int i = 0; i < 4; i++) {
			breakOne(new IOException("Connection reset"));
			this.rig.advanceMillis(200);
		}
		assertThat(this.rig.factory.validations().calls()).as("of the first").isEqualTo(7);

		this.rig.advanceMillis(1_000);
		breakOne(new IOException("Connection reset"));

		assertThat(this.rig.factory.validations().calls()).as("and of the fifth, of three that are left").isEqualTo(10);
	}

	@Test
	void failureThatHasNothingToDoWithTheConnectionRaisesNone() {
		startWith(4);

		breakOne(new IllegalStateException("business"));

		assertThat(this.rig.factory.validations().calls()).isZero();
	}

	@Test
	void failureThatCausesItselfIsNoEndlessLoop() {
		startWith(2);
		Exception one = new Exception("one");
		one.initCause(new Exception("other", one));

		breakOne(one);

		assertThat(this.rig.factory.validations().calls()).isZero();
	}

	@Test
	void noMoreThanSixteenAreAskedAtOnce() {
		startWith(40);
		this.rig.executor.threaded();
		this.rig.factory.validations().hangNext(40);

		this.rig.lease().invalidate(new IOException("Connection reset"));
		this.rig.settle();

		assertThat(this.rig.factory.validations().running()).isEqualTo(Suspicion.ASKED_AT_ONCE);
		this.rig.factory.validations().heal();
		this.rig.factory.release();
		this.rig.settle();
		this.rig.advance(Duration.ofMillis(200));
		assertThat(this.rig.factory.validations().calls()).isEqualTo(39);
	}

	@Test
	void withoutValidationTheCheckIsAsked() {
		this.rig.start(new CheckOnly(this.rig.factory), (settings) -> settings.maxSize(4));
		this.rig.fill(4);
		this.rig.advanceMillis(200);
		List<FakeConnection> before = this.rig.factory.connections();
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.checks().answer(Liveness.DEAD);

		lease.invalidate(new IOException("Connection reset"));
		this.rig.settle();

		assertThat(before).allMatch((connection) -> connection.closeCalls() == 1);
	}

	private record CheckOnly(FakeConnectionFactory factory) implements ConnectionFactory<FakeConnection> {

		@Override
		public FakeConnection open(OpenRequest request) {
			return this.factory.open(request);
		}

		@Override
		public Liveness check(FakeConnection connection) {
			return this.factory.check(connection);
		}

		@Override
		public void close(FakeConnection connection) {
			this.factory.close(connection);
		}

	}

}
