package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;

import io.connpool.ConnectionFactory;
import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.Liveness;
import io.connpool.OpenRequest;
import io.connpool.test.FakeConnection;
import io.connpool.test.FakeConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a factory can do is found once; what it cannot costs nothing.
 */
class HooksTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void aLambdaWillDo() {
		this.rig.start(this.rig.factory.openOnly(),
				(settings) -> settings.maxSize(1)
					.maxLeaseTime(Duration.ofSeconds(10))
					.onMaxLeaseTime(LeaseTimeAction.RECLAIM)
					.keepaliveInterval(Duration.ofSeconds(1)));

		this.rig.lease().close();
		Lease<FakeConnection> retired = this.rig.lease();
		retired.retire();
		retired.close();
		this.rig.settle();
		this.rig.lease().invalidate(new IOException("reset"));
		this.rig.settle();
		this.rig.lease();
		this.rig.advanceMillis(10_500);

		assertThat(this.rig.factory.connections()).hasSize(3)
			.allMatch((connection) -> connection.closeCalls() == 1 && connection.abortCalls() == 0);
		this.rig.lease().close();
	}

	@Test
	void whatAFactoryDoesNotHaveTakesNoStep() {
		this.rig.start((settings) -> settings.maxSize(1).validateAfterIdle(Duration.ZERO));
		this.rig.fill(1);
		this.rig.advanceMillis(10_000);

		Lease<FakeConnection> lease = this.rig.pool.tryAcquire();
		assertThat(lease).as("nothing to ask").isNotNull();
		lease.close();

		assertThat(this.rig.stats().idle()).as("nothing to reset").isEqualTo(1);
		assertThat(this.rig.executor.isEmpty()).isTrue();
	}

	@Test
	void aFactoryWithoutResetIsGivenBackToAtOnce() {
		this.rig.start(this.rig.factory.withoutReset(), (settings) -> settings);
		Lease<FakeConnection> lease = this.rig.lease();

		lease.close();

		assertThat(this.rig.stats().idle()).isEqualTo(1);
		assertThat(this.rig.factory.checks().calls()).as("once opened, and on release").isEqualTo(2);
	}

	@Test
	void whatAFactoryInheritsItHas() {
		Checking factory = new Inheriting();
		this.rig.start(factory, (settings) -> settings);
		this.rig.fill(1);

		this.rig.lease().close();

		assertThat(factory.checks).as("once opened, on acquire, twice on release").isEqualTo(4);
	}

	/** Has a check of its own. */
	private class Checking implements ConnectionFactory<FakeConnection> {

		private final FakeConnectionFactory factory = HooksTests.this.rig.factory;

		private int checks;

		@Override
		public FakeConnection open(OpenRequest request) {
			return this.factory.open(request);
		}

		@Override
		public Liveness check(FakeConnection connection) {
			this.checks++;
			return Liveness.ALIVE;
		}

	}

	/** Has it from its parent. */
	private final class Inheriting extends Checking {

		@Override
		public void close(FakeConnection connection) {
			connection.close();
		}

	}

}
