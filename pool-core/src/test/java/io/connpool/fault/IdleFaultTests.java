package io.connpool.fault;

import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What happens to connections that nobody uses: group B of docs/faults.md. */
class IdleFaultTests {

	@RegisterExtension
	final Scene scene = new Scene();

	@Test
	void connectionsThatTheServerClosedWhileIdleAreNeverLent() throws Exception {
		this.scene.start((settings) -> settings.maxSize(4));

		for (int round = 0; round < 30; round++) {
			this.scene.fill(4);
			this.scene.proxy.all(Fault.closeAfter(0));
			this.scene.proxy.all(Fault.none());
			awaitArrival();

			// as many as were closed: none of them sees it
			for (int i = 0; i < 4; i++) {
				this.scene.ask();
			}
		}
	}

	@Test
	void oneUseFindsAllThatWereResetWhileIdle() throws Exception {
		this.scene.start((settings) -> settings.maxSize(8));
		this.scene.fill(8);

		this.scene.proxy.cut();
		awaitArrival();
		this.scene.ask();

		await().atMost(Aftermath.PROMISED.plus(Aftermath.BUSY)).until(() -> this.scene.pool.stats().closedTotal() == 8);
		assertThat(this.scene.pool.stats().idle()).isOne();
	}

	@Test
	void connectionThatHasGoneSilentIsFoundBeforeItIsLent() throws Exception {
		this.scene.startValidating((settings) -> settings.maxSize(2)
			.validateAfterIdle(Duration.ofMillis(100))
			.validationTimeout(Duration.ofMillis(300)));
		this.scene.fill(2);

		this.scene.proxy.connection(1).fault(Fault.muteAfter(0));
		this.scene.proxy.connection(2).fault(Fault.muteAfter(0));
		// the pool's own dates are good to a tenth of a second
		await().pollDelay(Duration.ofMillis(400)).until(() -> true);

		this.scene.ask();
		assertThat(this.scene.pool.stats().closed()).containsKey(CloseReason.VALIDATION_FAILED);
	}

	@Test
	void connectionsThatHaveGoneSilentAreClosedThoughNobodyAsks() throws Exception {
		this.scene.startValidating((settings) -> settings.maxSize(2)
			.keepaliveInterval(Duration.ofMillis(200))
			.validationTimeout(Duration.ofMillis(300)));
		this.scene.fill(2);

		this.scene.proxy.mute();

		await().atMost(Duration.ofSeconds(10)).until(() -> this.scene.pool.stats().total() == 0);
		assertThat(this.scene.pool.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 2L);
	}

	@Test
	void connectionWithBytesNobodyAskedForIsNotLent() throws Exception {
		this.scene.start((settings) -> settings.maxSize(1));

		for (int number = 1; number <= 20; number++) {
			this.scene.ask();
			this.scene.proxy.connection(number).sendToClient((byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 'x');
			awaitArrival();
			this.scene.ask();
			assertThat(this.scene.proxy.accepted()).isEqualTo(number + 1);
		}
	}

	/** On the loopback device this is due at once; it may not be read to find out. */
	private static void awaitArrival() {
		await().pollDelay(Duration.ofMillis(30)).until(() -> true);
	}

}
