package io.connpool.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.connpool.CloseReason;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.Liveness;
import io.connpool.engine.ConnectionPools;
import io.connpool.fault.Liar.Lie;
import io.connpool.net.FramedConnection;
import io.connpool.net.WireTimeoutException;
import io.connpool.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Hooks that say what is not so: E10 of docs/faults.md. */
class LyingHookTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final byte[] STRAY = "\0\0\0\005stray".getBytes(StandardCharsets.US_ASCII);

	private static final int OTHERS = 20;

	@RegisterExtension
	final Scene scene = new Scene();

	private Liar liar;

	private void start(UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		start(Liar::new, settings);
	}

	private void start(Function<Books<FramedConnection>, Liar> liars,
			UnaryOperator<ConnectionPools.Builder<FramedConnection>> settings) {
		this.scene.startWith((books) -> {
			this.liar = liars.apply(books);
			return this.liar;
		}, settings);
	}

	@Test
	void checkThatCallsTheDeadAliveCostsOneErrorAndTheConnection() throws Exception {
		start((settings) -> settings.maxSize(1));
		this.liar.lies(Lie.CHECK);
		this.scene.ask();

		this.scene.proxy.cut();

		assertThatIOException().isThrownBy(this.scene::ask);
		this.scene.ask();
		assertThat(this.scene.proxy.accepted()).as("another connection").isEqualTo(2);
		assertThat(this.scene.pool.stats().closed()).containsOnlyKeys(CloseReason.INVALIDATED);
	}

	@Test
	void validationThatCallsTheDeadValidCostsOneErrorAndTheConnection() throws Exception {
		start((settings) -> settings.maxSize(1).validateAfterIdle(Duration.ZERO));
		this.liar.lies(Lie.VALIDATION);
		this.scene.ask();

		this.scene.proxy.connection(1).fault(Fault.muteAfter(0));

		assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(this.scene::ask);
		assertThat(this.liar.validations()).isOne();
		this.scene.ask();
		assertThat(this.scene.proxy.accepted()).as("another connection").isEqualTo(2);
		assertThat(this.scene.pool.stats().closed()).containsOnlyKeys(CloseReason.INVALIDATED);
	}

	/**
	 * The connection's own ledger, which the check looks at, knows better. Whoever waits
	 * would get it without another check.
	 */
	@Test
	void whoCallsAConnectionReusableInMidExchangeIsNotBelieved() throws Exception {
		start((settings) -> settings.maxSize(1));
		this.liar.lies(Lie.VERDICT);

		CompletableFuture<Lease<FramedConnection>> waiter = sendAndGiveUp();

		try (Lease<FramedConnection> lease = waiter.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			assertThat(lease.connection().isClean()).isTrue();
		}

		for (int i = 0; i < OTHERS; i++) {
			this.scene.ask();
		}
		assertThat(this.scene.proxy.accepted()).as("another connection").isEqualTo(2);
		assertThat(this.scene.pool.stats().closed()).containsOnlyKeys(CloseReason.DEAD);
	}

	/** Then the connection turns everybody away itself, for as long as the lies last. */
	@Test
	void whereBothSayThatAllIsWellInMidExchangeThereAreErrorsAndNoForeignReplies() throws Exception {
		start((settings) -> settings.maxSize(1));
		this.liar.lies(Lie.VERDICT, Lie.CHECK);

		sendAndGiveUp().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();

		for (int i = 0; i < OTHERS; i++) {
			assertThatIllegalStateException().isThrownBy(this.scene::ask).withMessageContaining("not answered yet");
		}
		this.liar.lies();
		this.scene.ask();
		assertThat(this.scene.proxy.accepted()).as("another connection").isEqualTo(2);
	}

	/** Gives up in mid-exchange, while somebody else waits. */
	private CompletableFuture<Lease<FramedConnection>> sendAndGiveUp() {
		List<CompletableFuture<Lease<FramedConnection>>> waiters = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> this.scene.pool.execute((connection) -> {
			connection.send(STRAY);
			waiters.add(this.scene.pool.acquireAsync(PATIENCE));
			throw new IllegalStateException("on purpose");
		})).withMessage("on purpose");
		return waiters.get(0);
	}

	/** Unread bytes are looked for afterwards. */
	@Test
	void resetThatLeavesBytesUnreadIsNotBelieved() throws Exception {
		start((books) -> new Liar(books) {

			@Override
			public void reset(FramedConnection connection, Deadline deadline) {
				if (LyingHookTests.this.scene.proxy.accepted() == 1) {
					LyingHookTests.this.scene.proxy.connection(1).sendToClient(STRAY);
					await().atMost(PATIENCE)
						.pollDelay(Duration.ZERO)
						.pollInterval(Duration.ofMillis(1))
						.until(() -> books.check(connection) == Liveness.DEAD);
				}
			}

		}, (settings) -> settings.maxSize(1).validationTimeout(PATIENCE));

		for (int i = 0; i < OTHERS; i++) {
			this.scene.ask();
		}

		assertThat(this.scene.proxy.accepted()).as("another connection").isEqualTo(2);
		assertThat(this.scene.pool.stats().closed()).containsOnlyKeys(CloseReason.DEAD);
	}

	/** What else it leaves behind nobody can see. */
	@Test
	void closeThatClosesNothingCountsAsClosedAndGivesThePlaceBack() throws Exception {
		start((settings) -> settings.maxSize(2));
		this.scene.exceedsItsSizeBy(2);
		this.scene.fill(2);
		this.liar.lies(Lie.CLOSE);

		this.scene.pool.evictAll();
		await().atMost(PATIENCE).until(() -> this.scene.pool.stats().total() == 0);
		assertThat(this.scene.pool.stats().closed()).containsEntry(CloseReason.EVICTED, 2L);
		this.scene.fill(2);

		// as the server sees it, which the pool cannot
		await().atMost(PATIENCE).until(() -> this.scene.proxy.open() == 4);
		this.liar.confess();
	}

	@Test
	void abortThatAbortsNothingGivesThePlaceBack() throws Exception {
		start((settings) -> settings.maxSize(1)
			.validateAfterIdle(Duration.ZERO)
			.validationTimeout(Duration.ofMillis(200)));
		this.scene.exceedsItsSizeBy(1);
		this.scene.ask();
		this.liar.lies(Lie.VALIDATION, Lie.ABORT);
		this.liar.hangsOnce();

		this.scene.ask();

		assertThat(this.scene.pool.stats().closed()).containsOnlyKeys(CloseReason.VALIDATION_FAILED);
		assertThat(this.scene.proxy.open()).as("as the server sees it").isEqualTo(2);
		this.liar.confess();
	}

}
