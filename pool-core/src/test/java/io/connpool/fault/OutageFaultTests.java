package io.connpool.fault;

import java.time.Duration;

import io.connpool.ConnectionOpenException;
import io.connpool.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A crowd while the server goes and comes: group G of docs/faults.md. */
class OutageFaultTests {

	/** Callers who do not wait for long. */
	private static final Duration IMPATIENCE = Duration.ofMillis(100);

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
			assertThat(attempts).as("attempts in %.1f s", seconds).isBetween(1L, mostAttempts(8, seconds));
			assertThat(herd.failures()).hasAtLeastOneElementOfType(ConnectionOpenException.class);
			long before = herd.served();

			this.scene.proxy.accept();

			await().atMost(Aftermath.PROMISED.plus(Aftermath.BUSY))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> herd.served() > before);
			await().atMost(Duration.ofSeconds(5).plus(Aftermath.BUSY)).until(() -> herd.served() > before + 200);
		}
	}

	/** As the server sees it, which hangs up on whoever connects. */
	@Test
	void outageUnderLoadCostsTheServerTenConnectionsASecond() throws Exception {
		this.scene.startGreeted((settings) -> settings.maxSize(8));
		try (Herd herd = new Herd(this.scene, 24)) {
			await().until(() -> herd.served() > 100);

			long begun = System.nanoTime();
			this.scene.proxy.limit(0);
			this.scene.proxy.cut();
			await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			long connections = this.scene.proxy.rejected();
			double seconds = (System.nanoTime() - begun) / 1e9;
			assertThat(connections).as("connections in %.1f s", seconds).isBetween(1L, mostAttempts(8, seconds));
			long before = herd.served();

			this.scene.proxy.restore();

			await().atMost(Aftermath.PROMISED.plus(Aftermath.BUSY))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> herd.served() > before);
		}
	}

	/**
	 * Those under way when the first fails, of which there are as many as places, then
	 * ten a second, and the first of a second that has just begun.
	 */
	private static long mostAttempts(int maxSize, double seconds) {
		return maxSize + (long) (10 * seconds) + 1;
	}

	@Test
	void outageUnderLoadTakesThePoolHardlyAnyProcessorWhileOpensAreRefused() throws Exception {
		this.scene.start((settings) -> settings.maxSize(8).acquireTimeout(IMPATIENCE));

		assertThatAnOutageTakesHardlyAnyProcessor(this.scene.proxy::refuse);
	}

	@Test
	void outageUnderLoadTakesThePoolHardlyAnyProcessorWhileOpensHang() throws Exception {
		this.scene.hasCallsThatOverrun();
		this.scene.startGreeted((settings) -> settings.maxSize(8).acquireTimeout(IMPATIENCE));

		assertThatAnOutageTakesHardlyAnyProcessor(() -> this.scene.proxy.all(Fault.muteAfter(0).inReplies()));
	}

	/** From the first failure on: to load and to compile classes is paid once. */
	private void assertThatAnOutageTakesHardlyAnyProcessor(Runnable outage) throws Exception {
		try (Herd herd = new Herd(this.scene, 20)) {
			await().until(() -> herd.served() > 100);
			outage.run();
			this.scene.proxy.cut();
			await().until(() -> this.scene.pool.stats().openFailed() > 0);
			int failures = herd.failures().size();
			long served = herd.served();

			PoolProcessor processor = new PoolProcessor();
			await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			double percent = processor.percent();

			System.out.printf("outage under load: %.2f %% of a core for the pool, %d callers failed%n", percent,
					herd.failures().size() - failures);
			assertThat(percent).as("per cent of a core").isLessThan(5);
			assertThat(herd.failures()).as("there is a load").hasSizeGreaterThan(failures + 20);
			assertThat(herd.served()).as("it is an outage: none but replies that were under way")
				.isLessThanOrEqualTo(served + 8);
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
