package io.connpool.test;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.test.ProxyRig.Wire;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Orders that find connections half way: not accepted, not connected, or with something
 * under way.
 */
class FaultDeskTests {

	private ProxyRig rig;

	private FaultProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.rig = new ProxyRig();
		this.proxy = this.rig.proxy();
	}

	@AfterEach
	void end() throws IOException {
		this.rig.close();
	}

	@Test
	void connectionsThatAreThereAlreadyAreNotRefused() throws Exception {
		CountDownLatch accepting = new CountDownLatch(1);
		CountDownLatch busy = new CountDownLatch(1);
		this.proxy.script((number) -> {
			accepting.countDown();
			uninterrupted(busy);
			return Fault.none();
		});
		Socket first = this.rig.client();
		accepting.await();
		Socket second = this.rig.client(); // which the proxy has not seen yet
		Thread refusing = new Thread(this.proxy::refuse);
		refusing.start();
		await().until(() -> refusing.getState() == Thread.State.WAITING);

		busy.countDown();

		refusing.join();
		new Wire(first, this.rig.server()).assertHealthy();
		new Wire(second, this.rig.server()).assertHealthy();
		assertThat(this.proxy.accepted()).isEqualTo(2);
	}

	private static void uninterrupted(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
