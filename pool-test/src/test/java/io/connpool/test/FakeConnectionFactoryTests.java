package io.connpool.test;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.Liveness;
import io.connpool.OpenReason;
import io.connpool.OpenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FakeConnectionFactoryTests {

	private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(10));

	private final FakeConnectionFactory factory = new FakeConnectionFactory();

	private static OpenRequest request() {
		return new OpenRequest("orders", 1, 1, DEADLINE, OpenReason.DEMAND);
	}

	@Test
	void itKeepsALedger() {
		FakeConnection one = this.factory.open(request());
		FakeConnection two = this.factory.open(request());
		this.factory.close(one);
		this.factory.abort(two);
		this.factory.open(request());

		assertThat(this.factory.connections()).extracting(FakeConnection::id).containsExactly(1L, 2L, 3L);
		assertThat(this.factory.connection(2)).isSameAs(two);
		assertThat(this.factory.requests()).hasSize(3);
		assertThat(this.factory.opened()).isEqualTo(3);
		assertThat(this.factory.live()).isEqualTo(1);
		assertThat(this.factory.present()).isEqualTo(1);
		assertThat(this.factory.peak()).isEqualTo(2);
		assertThat(one.closeCalls()).isEqualTo(1);
		assertThat(two.abortCalls()).isEqualTo(1);
		assertThat(this.factory.violations()).isEmpty();
	}

	@Test
	void itFollowsItsScripts() {
		FakeConnection connection = this.factory.open(request());
		this.factory.opens().failNext(1, new ConnectException("refused"));
		this.factory.checks().answerNext(Liveness.DEAD);
		this.factory.validations().answer(false);
		this.factory.resets().fail(new IOException("reset"));

		assertThatThrownBy(() -> this.factory.open(request())).isInstanceOf(ConnectException.class);
		assertThat(this.factory.open(request())).isNotNull();
		assertThat(this.factory.check(connection)).isEqualTo(Liveness.DEAD);
		assertThat(this.factory.check(connection)).isEqualTo(Liveness.UNKNOWN);
		assertThat(this.factory.validate(connection, DEADLINE)).isFalse();
		assertThatThrownBy(() -> this.factory.reset(connection, DEADLINE)).isInstanceOf(IOException.class);
		this.factory.heal();
		assertThat(this.factory.validate(connection, DEADLINE)).isTrue();
		assertThat(this.factory.isReusableAfter(connection, new IOException("reset"))).isFalse();
		assertThat(this.factory.validations().calls()).isEqualTo(2);
		assertThat(this.factory.opens().calls()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallHangsUntilItIsReleasedOrInterrupted(boolean interrupted) throws InterruptedException {
		this.factory.opens().hangNext(1);
		Thread caller = new Thread(() -> {
			try {
				this.factory.open(request());
			}
			catch (Exception ex) {
				assertThat(ex).isInstanceOf(InterruptedException.class);
			}
		});
		caller.start();
		await().until(() -> this.factory.isHanging(caller));
		assertThat(this.factory.opens().running()).isEqualTo(1);
		assertThat(this.factory.present()).as("a server would see it").isEqualTo(1);

		if (interrupted) {
			caller.interrupt();
		}
		else {
			this.factory.release();
		}
		caller.join(10_000);

		assertThat(caller.isAlive()).isFalse();
		assertThat(this.factory.opened()).isEqualTo(interrupted ? 0 : 1);
		assertThat(this.factory.opens().peak()).isEqualTo(1);
		assertThat(this.factory.present()).isEqualTo(interrupted ? 0 : 1);
	}

	@Test
	void aDeafCallHangsThoughItIsInterrupted() throws InterruptedException {
		this.factory.opens().hangDeafNext(1);
		Thread caller = new Thread(() -> this.factory.open(request()));
		caller.start();
		await().until(() -> this.factory.isHanging(caller));

		caller.interrupt();
		await().during(Duration.ofMillis(100)).until(() -> this.factory.isHanging(caller));
		this.factory.release();
		caller.join(10_000);

		assertThat(this.factory.opened()).isEqualTo(1);
	}

	@Test
	void connectionsComplainAboutWhatMustNeverHappen() {
		FakeConnection lentTwice = this.factory.open(request());
		lentTwice.enter();
		assertThatThrownBy(lentTwice::enter).isInstanceOf(IllegalStateException.class);
		FakeConnection closedTwice = this.factory.open(request());
		this.factory.close(closedTwice);
		this.factory.close(closedTwice);
		FakeConnection abortedAfterClose = this.factory.open(request());
		this.factory.close(abortedAfterClose);
		this.factory.abort(abortedAfterClose);
		FakeConnection usedAfterEnd = this.factory.open(request());
		this.factory.abort(usedAfterEnd);
		this.factory.validate(usedAfterEnd, DEADLINE);
		assertThatThrownBy(usedAfterEnd::enter).isInstanceOf(IllegalStateException.class);

		assertThat(String.join("\n", this.factory.violations())).contains("FakeConnection#1 was lent to ")
			.contains("FakeConnection#2 (ended) was closed twice")
			.contains("FakeConnection#3 (ended) was aborted after it had been closed")
			.contains("FakeConnection#4 (ended) was validated after its end")
			.contains("FakeConnection#4 (ended) was lent to ");
		assertThatThrownBy(() -> PoolLeakAssertions.assertNoViolations(this.factory)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("closed twice");
	}

	@Test
	void viewsHideMethodsAndShareTheLedger() throws Exception {
		ConnectionFactory<FakeConnection> plain = this.factory.openAndCloseOnly();
		ConnectionFactory<FakeConnection> lambda = this.factory.openOnly();
		this.factory.checks().answer(Liveness.DEAD);
		this.factory.validations().answer(false);

		FakeConnection one = plain.open(request());
		FakeConnection two = lambda.open(request());
		FakeConnection three = this.factory.withoutReset().open(request());

		assertThat(plain.check(one)).isEqualTo(Liveness.UNKNOWN);
		assertThat(plain.validate(one, DEADLINE)).isTrue();
		assertThat(this.factory.withoutReset().check(three)).isEqualTo(Liveness.DEAD);
		plain.close(one);
		lambda.close(two);
		assertThat(this.factory.opened()).isEqualTo(3);
		assertThat(this.factory.live()).isEqualTo(1);
		assertThat(two.closeCalls()).isEqualTo(1);
	}

}
