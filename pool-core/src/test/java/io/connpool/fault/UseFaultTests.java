package io.connpool.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.net.WirePhase;
import io.connpool.net.WireTimeoutException;
import io.connpool.test.Fault;
import io.connpool.test.FaultScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What happens to connections in use: groups C and G of docs/faults.md. */
class UseFaultTests {

	private static final long SEED = 20261121;

	@RegisterExtension
	final Scene scene = new Scene();

	@Test
	void whereverAConversationBreaksOffNobodyGetsAForeignReply() throws Exception {
		this.scene.start((settings) -> settings.maxSize(4));
		this.scene.proxy.script(FaultScript.random(SEED, 0.7, Fault.cutAfter(3).inReplies(),
				Fault.cutAfter(7).inRequests(), Fault.closeAfter(20).inReplies(), Fault.endAfter(35).inReplies(),
				Fault.cutAfter(60).inReplies(), Fault.closeAfter(2).inRequests()));

		try (Herd herd = new Herd(this.scene, 8)) {
			await().atMost(Duration.ofSeconds(30))
				.until(() -> herd.served() >= 200 && this.scene.proxy.accepted() >= 12);
			assertThat(herd.failures()).isNotEmpty();
		}
	}

	@Test
	void silenceDuringARequestEndsAtItsReadTimeout() throws Exception {
		this.scene.start((settings) -> settings.maxSize(2));
		this.scene.proxy.next(Fault.muteAfter(6).inReplies());

		long begun = System.nanoTime();
		Throwable failure = failureOf(this.scene::ask);

		assertThat(failure).isInstanceOfSatisfying(WireTimeoutException.class,
				(ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.READ));
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Scene.READ_TIMEOUT,
				Scene.READ_TIMEOUT.plus(Aftermath.BUSY));
	}

	@Test
	void serverThatStopsReadingHoldsUpNobodyElse() throws Exception {
		this.scene.start((settings) -> settings.maxSize(2));
		this.scene.proxy.next(Fault.blackholeAfter(0).inRequests());
		byte[] large = new byte[32 << 20];
		Duration limit = Duration.ofSeconds(3);
		AtomicLong took = new AtomicLong();
		Throwable[] failure = new Throwable[1];
		Thread writer = new Thread(() -> {
			long begun = System.nanoTime();
			failure[0] = failureOf(() -> this.scene.pool.execute((connection) -> connection.exchange(large, limit)));
			took.set(System.nanoTime() - begun);
		}, "writer");
		writer.start();
		await().until(() -> this.scene.pool.stats().active() == 1);

		this.scene.ask();
		assertThat(writer.isAlive()).as("still writing").isTrue();

		writer.join(Duration.ofSeconds(30).toMillis());
		assertThat(failure[0]).isInstanceOfSatisfying(WireTimeoutException.class,
				(ex) -> assertThat(ex.phase()).isEqualTo(WirePhase.WRITE));
		assertThat(Duration.ofNanos(took.get())).isBetween(limit, limit.plus(Aftermath.BUSY));
	}

	/** One of several servers behind a balancer is sick. */
	@Test
	void sickConnectionsCostOneErrorEachAndHealthyOnesStay() throws Exception {
		this.scene.start((settings) -> settings.maxSize(4));
		AtomicLong sick = new AtomicLong();
		this.scene.proxy.script((number) -> {
			if (number % 2 == 0) {
				sick.incrementAndGet();
				return Fault.cutAfter(40).inReplies();
			}
			return Fault.none();
		});

		try (Herd herd = new Herd(this.scene, 8)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> herd.served() >= 500 && sick.get() >= 2);
			int failures = herd.failures().size();
			// counted last: another may be found sick meanwhile
			assertThat(failures).isLessThanOrEqualTo((int) sick.get());
		}

		assertThat(this.scene.pool.stats().closedTotal()).as("closed, of which %s were sick", sick)
			.isLessThanOrEqualTo(sick.get());
	}

	@Test
	void slowServerLosesNoConnections() throws Exception {
		this.scene.startValidating((settings) -> settings.maxSize(4).validateAfterIdle(Duration.ZERO));
		this.scene.fill(4);

		this.scene.proxy.delay(Duration.ofMillis(50));
		try (Herd herd = new Herd(this.scene, 8)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> herd.served() >= 20);
			assertThat(herd.failures()).isEmpty();
		}

		assertThat(this.scene.proxy.accepted()).isEqualTo(4);
		assertThat(this.scene.pool.stats().closedTotal()).isZero();
	}

	private static Throwable failureOf(Asking asking) {
		try {
			asking.ask();
		}
		catch (IOException | RuntimeException ex) {
			return ex;
		}
		throw new AssertionError("no failure");
	}

	private interface Asking {

		void ask() throws IOException;

	}

}
