package io.connpool.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread named {@code caller} that acquires an idle connection and holds it, reading,
 * until it is told to stop.
 */
final class Holder implements AutoCloseable {

	private final PoolRig rig;

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	private final Background<Boolean> background;

	Holder(PoolRig rig) throws InterruptedException {
		this.rig = rig;
		this.background = rig.background(this::acquireAndRead);
		assertThat(this.begun.await(20, TimeUnit.SECONDS)).as("it holds a connection").isTrue();
	}

	private boolean acquireAndRead() throws InterruptedException {
		try (Lease<FakeConnection> lease = this.rig.pool.acquire(PoolRig.LONG)) {
			readSlowly();
			return lease.connection().isOpen();
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private void readSlowly() throws InterruptedException {
		this.begun.countDown();
		this.end.await();
	}

	/** Lets it stop, and waits until it has. */
	@Override
	public void close() throws Exception {
		this.end.countDown();
		this.background.get();
	}

}
