package io.connpool.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.AcquireTimeoutException;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.LeaseInfo;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller learns whose time is up: who holds the connections, since when, doing
 * what, and what the last failure to open was. What to do is in {@link WhatToDoTests}.
 */
class TimeOutTests {

	private static final Duration WAIT = Duration.ofMillis(500);

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private AcquireTimeoutException timeOut() {
		Ask ask = this.rig.ask(WAIT);
		this.rig.advance(WAIT);
		assertThat(ask.failure()).isInstanceOf(AcquireTimeoutException.class);
		return (AcquireTimeoutException) ask.failure();
	}

	@Test
	void itTellsWhoHoldsTheConnectionSinceWhenAndDoingWhat() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			this.rig.advance(Duration.ofSeconds(30));

			AcquireTimeoutException timeOut = timeOut();

			assertThat(timeOut)
				.hasMessageStartingWith("rig – no connection within 500 ms (phase=WAIT total=1 active=1 "
						+ "idle=0 opening=0 closing=0 waiting=0); ")
				.hasMessageContaining("held longest:" + System.lineSeparator() + "\t#1 held by caller for 30")
				.hasMessageContaining(", now at" + System.lineSeparator() + "\t\t")
				.hasMessageContaining("Holder.readSlowly(Holder.java:")
				.hasMessageNotContaining("acquired at");
			assertThat(timeOut.holders()).singleElement().satisfies((lease) -> {
				assertThat(lease.holder()).isEqualTo("caller");
				assertThat(lease.held()).isBetween(Duration.ofMillis(30_400), Duration.ofMillis(30_600));
			});
		}
	}

	@Test
	void withLeakDetectionItTellsWhereTheLeaseWasAcquired() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofMinutes(5)));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			String message = timeOut().getMessage();

			String acquiredAt = message.substring(message.indexOf("acquired at"));
			assertThat(acquiredAt).startsWith("acquired at" + System.lineSeparator() + "\t\t")
				.contains("Holder.acquireAndRead(Holder.java:")
				.doesNotContain("readSlowly", "engine.Lending", "engine.Pool.");
		}
	}

	@Test
	void aHolderThatHasEndedIsToldApart() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		Background<Lease<FakeConnection>> forgetful = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		Lease<FakeConnection> lease = forgetful.get();
		forgetful.thread().join();

		assertThat(timeOut().getMessage()).containsPattern("#1 held by caller for \\d+ ms \\(which has ended\\)");
		lease.close();
	}

	@Test
	void whoGivesBackMeanwhileIsNotShownWithWhatHeDoesNext() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		Quick quick = new Quick(this.rig.pool);
		quick.start();
		quick.join();

		assertThat(timeOut()).hasMessageContaining("#1 held by quick for ")
			.hasMessageEndingWith(" (and came back meanwhile)")
			.hasMessageNotContaining("doesSomethingElse");
	}

	/** Gives its connection back while it is asked what it is doing. */
	private static final class Quick extends Thread {

		private final ConnectionPool<?> pool;

		private volatile Lease<?> lease;

		private Quick(ConnectionPool<?> pool) {
			super("quick");
			this.pool = pool;
		}

		@Override
		public void run() {
			this.lease = this.pool.tryAcquire();
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			this.lease.close();
			return new StackTraceElement[] { new StackTraceElement("Quick", "doesSomethingElse", "Quick.java", 1) };
		}

	}

	@Test
	void stacksAreTakenOnceAMinute() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			assertThat(timeOut()).hasMessageContaining("now at").hasMessageNotContaining("once a minute");
			this.rig.advance(Duration.ofSeconds(50));
			assertThat(timeOut()).hasMessageNotContaining("now at")
				.hasMessageMatching(
						".*; held longest: #1 held by caller for 51\\d{3} ms \\(stacks are told once a minute\\)");
			this.rig.advance(Duration.ofSeconds(10));
			assertThat(timeOut()).hasMessageContaining("now at");
		}
	}

	@Test
	void theFiveWhoHaveHeldLongestAreNamedAndTheOthersCounted() {
		this.rig.start((settings) -> settings.maxSize(7));
		List<Lease<FakeConnection>> leases = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			leases.add(this.rig.lease());
			this.rig.advance(Duration.ofSeconds(1));
		}
		// so that they are not in their places in the order of their leases
		for (int id : new int[] { 1, 4 }) {
			leases.get(id - 1).close();
			this.rig.lease();
			this.rig.advance(Duration.ofSeconds(1));
		}

		AcquireTimeoutException timeOut = timeOut();

		assertThat(timeOut.holders()).extracting(LeaseInfo::connectionId).containsExactly(2L, 3L, 5L, 6L, 7L);
		assertThat(timeOut.getMessage())
			.containsSubsequence("held longest:", "#2 ", "#3 ", "#5 ", "#6 ", "#7 asked for by", "and 2 more")
			.doesNotContain("#1 ", "#4 ");
	}

	@Test
	void whereThereAreFiveNobodyIsLeftToBeCounted() {
		this.rig.start((settings) -> settings.maxSize(5));
		this.rig.leases(5);

		assertThat(timeOut().getMessage()).contains("#1 ", "#2 ", "#3 ", "#4 ", "#5 ").doesNotContain("and 0 more");
	}

	@Test
	void whileOpeningFailsItTellsTheLastFailure() {
		this.rig.start((settings) -> settings);
		this.rig.lease();
		this.rig.factory.opens().fail(new ConnectException("refused"));

		AcquireTimeoutException timeOut = timeOut();

		assertThat(timeOut.getMessage())
			.containsPattern("; opening fails: java\\.net\\.ConnectException: refused \\(\\d+ failures? since \\d+ ms, "
					+ "next probe in \\d+ ms\\); see whether the backend is up and reachable; held longest:");
		assertThat(timeOut).hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void aFailureThatHasPassedIsToldIfItCameWhileTheCallerWaited() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.lease();
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));

		Ask first = this.rig.ask();
		AcquireTimeoutException timeOut = timeOut();
		AcquireTimeoutException later = timeOut();

		assertThat(first.isServed()).isTrue();
		assertThat(timeOut.getMessage())
			.containsPattern("; an open failed \\d+ ms ago: java\\.net\\.ConnectException: refused; ");
		assertThat(timeOut).hasNoCause();
		assertThat(later).hasMessageNotContaining("refused");
	}

	@Test
	void theOpenThatIsUnderWayIsNamed() {
		this.rig.start((settings) -> settings);
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);

		String message = timeOut().getMessage();

		assertThat(message).startsWith("rig – no connection within 500 ms (phase=OPEN ")
			.containsPattern("; under way longest: open of #1 on rig-\\S+ for 500 ms, now at")
			.contains("Script.hangUntilReleased(Script.java:")
			.doesNotContain("held longest");
	}

	@Test
	void ofSeveralCallsUnderWayTheOldestIsNamedAndDecidesWhatToDo() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(3)
			.closeTimeout(Duration.ofSeconds(5))
			.validationTimeout(Duration.ofSeconds(5)));
		List<Lease<FakeConnection>> leases = this.rig.leases(3);
		this.rig.executor.threaded();
		this.rig.factory.closes().hang();
		this.rig.factory.resets().hang();

		leases.get(1).invalidate(new IllegalStateException("on purpose"));
		this.rig.advanceMillis(200);
		leases.get(0).close();
		this.rig.advanceMillis(200);
		leases.get(2).close();
		String message = timeOut().getMessage();

		assertThat(message).contains("; to close a connection takes longer than callers wait")
			.containsPattern("; under way longest: close of #2 on rig-\\S+ for 900 ms \\(and 2 more\\), now at");
	}

	@Test
	void whoHoldsAndWhatIsUnderWayAreOnLinesOfTheirOwnIfThereAreStacks() {
		this.rig.start((settings) -> settings.maxSize(2));
		this.rig.lease();
		this.rig.executor.threaded();
		this.rig.factory.opens().hangNext(1);

		AcquireTimeoutException withStacks = timeOut();
		AcquireTimeoutException without = timeOut();

		assertThat(withStacks).hasMessageContaining("; held longest:" + System.lineSeparator() + "\t#1 asked for by ")
			.hasMessageContaining(System.lineSeparator() + "under way longest: open of #2 on rig-");
		assertThat(without).hasMessageContaining("; held longest: #1 asked for by ")
			.hasMessageContaining("; under way longest: open of #2 on rig-");
	}

	@Test
	void credentialsInTheTextOfAFailureAreLeftOutAndALongOneIsCut() {
		this.rig.start((settings) -> settings.maxWaiting(1));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.opens()
			.fail(new IllegalStateException("no answer from tcp://joe:hush@host:1 " + "x".repeat(100_000)));

		Ask timedOut = this.rig.ask(WAIT);
		Ask refused = this.rig.ask();
		this.rig.advance(WAIT);
		lease.invalidate(new IOException("reset"));
		this.rig.settle();
		Ask failed = this.rig.ask();
		this.rig.advance(Duration.ofSeconds(2));

		assertThat(List.of(timedOut, refused, failed)).allSatisfy((ask) -> assertThat(withoutStacks(ask.failure()))
			.contains("no answer from tcp://host:1 xxx", "x… (100070 characters)")
			.doesNotContain("hush")
			.hasSizeLessThan(1_500));
	}

	private static String withoutStacks(Throwable failure) {
		return failure.getMessage().replaceAll("\\R\\t\\t.*", "");
	}

}
