package io.connpool.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.connpool.ConnectionPool;
import io.connpool.PoolStats;
import io.connpool.sample.SampleClient.Answer;
import io.connpool.spring.ConnectionPoolRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The backend is killed and restarted while callers, each with a user of its own, read
 * their profiles.
 */
class BackendRestartTests {

	private static final int CALLERS = 24;

	/** What is promised is a second; the rest is for a machine that is busy otherwise. */
	private static final Duration A_SECOND = Duration.ofSeconds(4);

	private final Tiers tiers = new Tiers();

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final List<Thread> callers = new ArrayList<>();

	private volatile boolean ending;

	@AfterEach
	void close() throws InterruptedException {
		endCallers();
		this.tiers.close();
	}

	@Test
	void serviceRecoversWithinASecondAndNobodyGetsAForeignReply() throws InterruptedException {
		startCallers();
		awaitEveryCaller(0, true);

		long killed = System.nanoTime();
		this.tiers.killServer();
		awaitEveryCaller(killed, false);
		assertThat(firstAfter(killed, (call) -> call.detail().contains("ConnectException")))
			.as("time until the cause is named")
			.isLessThan(A_SECOND);

		long restarted = System.nanoTime();
		this.tiers.restartServer();
		awaitEveryCaller(restarted, true);
		assertThat(firstAfter(restarted, Call::succeeded)).as("time until service is back").isLessThan(A_SECOND);

		endCallers();
		assertThat(this.calls).filteredOn((call) -> !call.succeeded())
			.isNotEmpty()
			.allSatisfy((call) -> assertThat(call.detail()).startsWith("503 "));
		assertThat(this.calls).filteredOn(Call::succeeded)
			.allSatisfy((call) -> assertThat(call.detail()).isEqualTo(call.caller()));
		assertThat(
				this.tiers.front.getBean(MeterRegistry.class).find("sample.calls").tag("outcome", "FOREIGN").timers())
			.isEmpty();
		awaitTrueGauges();
	}

	private void startCallers() {
		SampleClient client = this.tiers.client();
		for (int i = 0; i < CALLERS; i++) {
			String username = "caller-" + i;
			String token = client.registeredAndLoggedIn(username);
			this.callers.add(new Thread(() -> {
				while (!this.ending) {
					this.calls.add(Call.of(username, client.get("/api/profile", token)));
				}
			}, username));
		}
		this.callers.forEach(Thread::start);
	}

	private void endCallers() throws InterruptedException {
		this.ending = true;
		for (Thread caller : this.callers) {
			caller.join();
		}
	}

	private void awaitEveryCaller(long after, boolean succeeded) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.calls.stream()
				.filter((call) -> (after == 0 || call.at() - after > 0) && call.succeeded() == succeeded)
				.map(Call::caller)
				.distinct()
				.count() == CALLERS);
	}

	private Duration firstAfter(long instant, Predicate<Call> wanted) {
		long nanos = this.calls.stream()
			.filter((call) -> call.at() - instant > 0)
			.filter(wanted)
			.mapToLong((call) -> call.at() - instant)
			.min()
			.orElseThrow();
		return Duration.ofNanos(nanos);
	}

	private void awaitTrueGauges() {
		ConnectionPool<?> pool = this.tiers.front.getBean(ConnectionPoolRegistry.class).pool("login");
		Awaitility.await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
			PoolStats stats = pool.stats();
			assertThat(stats.active() + stats.opening() + stats.closing() + stats.waiting() + stats.quarantined())
				.isZero();
			assertThat(stats.total()).isBetween(2, 8).isEqualTo(this.tiers.server().connections());
		});
	}

	/**
	 * One call that has ended.
	 *
	 * @param detail the user whose profile came, or what went wrong
	 */
	private record Call(String caller, long at, boolean succeeded, String detail) {

		static Call of(String caller, Answer answer) {
			boolean succeeded = answer.status() == 200;
			return new Call(caller, System.nanoTime(), succeeded,
					succeeded ? answer.body().path("username").stringValue()
							: answer.status() + " " + answer.body().path("detail").stringValue());
		}

	}

}
