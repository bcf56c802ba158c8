package io.connpool.fault;

import java.time.Duration;

import io.connpool.ConnectionOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A crowd while the server goes and comes: group G of docs/faults.md. */
class OutageFaultTests {

	@RegisterExtension
	final Scene scene = new Scene();

	@Test
	void outageUnderLoadCostsTenAttemptsASecondAndIsOverWithinOne() throws Exception {
		this.scene.start((settings) -> settings.maxSize(8));
		try (Herd herd = new Herd(this.scene, 24)) {
			await().until(() -> herd.served() > 100);

			long begun = System.nanoTime();
			this.scene.proxy.refuse();
			this.scene.proxy.cut();
			await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			long attempts = this.scene.pool.stats().openFailed();
			double seconds = (System.nanoTime() - begun) / 1e9;
			assertThat(attempts).as("attempts in %.1f s", seconds).isBetween(1L, 8 + (long) (10 * seconds) + 1);
			assertThat(herd.failures()).hasAtLeastOneElementOfType(ConnectionOpenException.class);
			long before = herd.served();

			this.scene.proxy.accept();

			await().atMost(Aftermath.PROMISED.plus(Aftermath.BUSY))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> herd.served() > before);
			await().atMost(Duration.ofSeconds(5).plus(Aftermath.BUSY)).until(() -> herd.served() > before + 200);
		}
	}

	@Test
	void serverThatComesAndGoesWearsNothingOut() throws Exception {
		this.scene.start((settings) -> settings.maxSize(4));

		try (Herd herd = new Herd(this.scene, 8)) {
			for (int round = 0; round < 12; round++) {
				this.scene.proxy.refuse();
				this.scene.proxy.cut();
				await().pollDelay(Duration.ofMillis(100)).until(() -> true);
				long before = herd.served();
				this.scene.proxy.accept();
				await().atMost(Aftermath.PROMISED.plus(Aftermath.BUSY)).until(() -> herd.served() > before);
			}
		}
	}

}
