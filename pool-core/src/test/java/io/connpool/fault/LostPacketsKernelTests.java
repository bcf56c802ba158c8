package io.connpool.fault;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

import io.connpool.CloseReason;
import io.connpool.PoolException;
import io.connpool.net.WireTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** A cable is pulled, a balancer forgets: nobody says a word. */
@Tag("netns")
class LostPacketsKernelTests {

	@RegisterExtension
	final Scene scene = new Scene();

	private URI uri;

	@BeforeEach
	void startServer() {
		Kernel.assumeThereIs("address");
		EchoServer server = this.scene.owns(new EchoServer(new InetSocketAddress(Kernel.ADDRESS, 0)));
		this.uri = URI.create("tcp://" + Kernel.ADDRESS + ":" + server.port());
	}

	@AfterEach
	void heal() {
		Kernel.losePacketsNoMore();
	}

	@Test
	void serverThatNobodyCanReachIsToldOfInTime() throws Exception {
		this.scene.hasCallsThatOverrun();
		this.scene.start(this.uri,
				(settings) -> settings.acquireTimeout(Duration.ofSeconds(1)).openTimeout(Duration.ofMillis(500)));
		this.scene.ask();
		Kernel.losePackets();
		this.scene.pool.evictAll();

		for (int i = 0; i < 3; i++) {
			long begun = System.nanoTime();
			assertThatExceptionOfType(PoolException.class).isThrownBy(this.scene::ask);
			assertThat(Duration.ofNanos(System.nanoTime() - begun))
				.isLessThan(Duration.ofSeconds(1).plus(Aftermath.BUSY));
		}
	}

	@Test
	void idleConnectionsWhosePacketsVanishAreFound() throws Exception {
		this.scene.hasCallsThatOverrun();
		this.scene.startValidating(this.uri,
				(settings) -> settings.keepaliveInterval(Duration.ofMillis(200))
					.validationTimeout(Duration.ofMillis(300))
					.openTimeout(Duration.ofMillis(500)));
		this.scene.fill(4);

		Kernel.losePackets();

		await().until(() -> this.scene.pool.stats().total() == 0);
		assertThat(this.scene.pool.stats().closed()).containsEntry(CloseReason.VALIDATION_FAILED, 4L);
	}

	@Test
	void requestWhosePacketsVanishEndsInTimeAndItsReplyReachesNobody() throws Exception {
		this.scene.hasCallsThatOverrun();
		this.scene.start(this.uri, (settings) -> settings.maxSize(2).openTimeout(Duration.ofMillis(500)));
		this.scene.fill(2);

		try (Herd herd = new Herd(this.scene, 4)) {
			for (int round = 0; round < 3; round++) {
				long before = herd.served();
				await().atMost(Duration.ofSeconds(5)).until(() -> herd.served() > before + 20);
				Kernel.losePackets();
				await().pollDelay(Scene.READ_TIMEOUT.plusMillis(300)).until(() -> true);
				Kernel.losePacketsNoMore();
			}
			await().until(() -> herd.failures().stream().anyMatch((ex) -> ex instanceof WireTimeoutException));
		}
	}

	@Test
	void connectionsTheSystemKilledAreNotLent() throws Exception {
		Kernel.assumeThereIs("kill");
		this.scene.start(this.uri, (settings) -> settings.maxSize(4));

		for (int round = 0; round < 5; round++) {
			this.scene.fill(4);
			Kernel.run("ss -K dst " + Kernel.ADDRESS + " dport = " + this.uri.getPort());

			this.scene.ask();
		}

		await().until(() -> this.scene.pool.stats().closedTotal() == 20);
	}

}
