package io.connpool.engine;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.connpool.CloseReason;
import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Leases that are held for too long (T73, T74).
 */
class LeakTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void readTheLog() {
		this.log.start();
		((Logger) LoggerFactory.getLogger("io.connpool")).addAppender(this.log);
	}

	@AfterEach
	void readTheLogNoMore() {
		((Logger) LoggerFactory.getLogger("io.connpool")).detachAppender(this.log);
	}

	private List<ILoggingEvent> logged(String text) {
		return this.log.list.stream().filter((event) -> event.getFormattedMessage().contains(text)).toList();
	}

	@Test
	void anIdleConnectionForgetsItsLastHolderAtTheNextPass() {
		this.rig.start((settings) -> settings);
		Slot<FakeConnection> slot = this.rig.pool.table.slots()[0];

		this.rig.lease().close();
		assertThat(slot.holder()).isSameAs(Thread.currentThread());
		this.rig.advanceMillis(100);
		assertThat(slot.holder()).isNull();
		Lease<FakeConnection> again = this.rig.lease();
		this.rig.advanceMillis(100);

		assertThat(slot.holder()).isSameAs(Thread.currentThread());
		again.close();
	}

	@Test
	void aHolderWhoTookTheConnectionAgainMeanwhileIsNotForgotten() {
		this.rig.start((settings) -> settings);
		Slot<FakeConnection> slot = this.rig.pool.table.slots()[0];
		this.rig.lease().close();
		long idleWord = slot.word();

		Lease<FakeConnection> again = this.rig.lease();
		slot.forgetHolder(idleWord);

		assertThat(slot.holder()).isSameAs(Thread.currentThread());
		again.close();
	}

	@Test
	void aLeaseHeldForTooLongIsReportedOnce() {
		this.rig.start((settings) -> settings.leakThreshold(Duration.ofSeconds(10)));
		Lease<FakeConnection> lease = this.rig.lease();

		this.rig.advanceMillis(9_700);
		assertThat(this.rig.stats().leaked()).isZero();
		this.rig.advanceMillis(600);
		assertThat(this.rig.listener.count("leak #1")).isEqualTo(1);
		assertThat(this.rig.stats().leaked()).isEqualTo(1);
		this.rig.advance(Duration.ofMinutes(5));

		assertThat(this.rig.listener.count("leak #1")).as("told once a lease").isEqualTo(1);
		lease.close();
		this.rig.settle();
		assertThat(this.rig.stats().leaked()).isZero();
		assertThat(this.rig.stats().idle()).as("it is pooled as usual").isEqualTo(1);
	}

	@Test
	void theNextLeaseOfTheSameConnectionIsReportedAgain() {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));

		for (int i = 1; i <= 3; i++) {
			Lease<FakeConnection> lease = this.rig.lease();
			this.rig.advanceMillis(10_500);
			assertThat(this.rig.listener.count("leak #1")).isEqualTo(i);
			lease.close();
			this.rig.settle();
		}
	}

	@Test
	void manyShortLeasesAreNoLeak() {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));

		for (int i = 0; i < 30; i++) {
			Lease<FakeConnection> lease = this.rig.lease();
			this.rig.advanceMillis(1_000);
			lease.close();
		}

		assertThat(this.rig.listener.tape()).noneMatch((event) -> event.startsWith("leak"));
	}

	@Test
	void theReportSaysWhoAcquiredItAndWhere() throws Exception {
		this.rig.start((settings) -> settings.leakThreshold(Duration.ofSeconds(10)));
		this.rig.fill(1);
		Background<Lease<FakeConnection>> forgetful = this.rig.background(this::forgetToClose);
		Lease<FakeConnection> lease = forgetful.get();

		this.rig.advanceMillis(10_500);

		List<ILoggingEvent> reports = logged("caller");
		assertThat(reports).hasSize(1);
		ILoggingEvent report = reports.get(0);
		assertThat(report.getFormattedMessage()).startsWith("rig – ").contains("#1");
		String where = report.getFormattedMessage() + ((report.getThrowableProxy() != null) ? stackOf(report) : "");
		assertThat(where).contains("forgetToClose");
		lease.close();
	}

	private Lease<FakeConnection> forgetToClose() throws InterruptedException {
		return this.rig.pool.acquire(PoolRig.LONG);
	}

	private static String stackOf(ILoggingEvent event) {
		return ThrowableProxyUtil.asString(event.getThrowableProxy());
	}

	@Test
	void listenersAreToldWhereItWasAcquiredAndWhatItsHolderIsDoing() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			this.rig.advanceMillis(10_500);
		}

		assertThat(this.rig.listener.leaks()).singleElement().satisfies((leak) -> {
			assertThat(leak.lease().holder()).isEqualTo("caller");
			assertThat(leak.lease().held()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
			assertThat(leak.acquiredAt().get(0).getMethodName()).as("not the pool's frames")
				.isEqualTo("acquireAndRead");
			assertThat(leak.acquiredAt()).extracting(StackTraceElement::getMethodName).doesNotContain("readSlowly");
			assertThat(leak.holderStack()).extracting(StackTraceElement::getMethodName)
				.containsSubsequence("readSlowly", "acquireAndRead");
			assertThat(leak.toString()).startsWith("#1 held by caller for 10")
				.contains("acquired at" + System.lineSeparator() + "\tio.connpool", "now at", "Holder.readSlowly(");
		});
	}

	@Test
	void aHolderThatHasEndedHasNoStackNow() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		this.rig.fill(1);
		Background<Lease<FakeConnection>> forgetful = this.rig.background(this::forgetToClose);
		Lease<FakeConnection> lease = forgetful.get();
		forgetful.thread().join();

		this.rig.advanceMillis(10_500);

		assertThat(this.rig.listener.leaks()).singleElement().satisfies((leak) -> {
			assertThat(leak.acquiredAt().get(0).getMethodName()).isEqualTo("forgetToClose");
			assertThat(leak.holderStack()).isEmpty();
			assertThat(leak.toString()).doesNotContain("now at");
		});
		lease.close();
	}

	@Test
	void whatAHolderDoesAfterItsLeaseIsNotTold() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.advanceMillis(9_700);
		this.rig.clock.advance(Duration.ofMillis(600));
		this.rig.pool.runOnce(this.rig.clock.nanos());

		lease.close();
		this.rig.settle();

		assertThat(this.rig.listener.leaks()).singleElement().satisfies((leak) -> {
			assertThat(leak.acquiredAt()).isNotEmpty();
			assertThat(leak.holderStack()).isEmpty();
		});
	}

	@Test
	void whatTheHolderOfATakenConnectionIsDoingIsTold() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1)
			.maxLeaseTime(Duration.ofSeconds(10))
			.onMaxLeaseTime(LeaseTimeAction.RECLAIM));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			this.rig.advanceMillis(10_500);
		}

		assertThat(this.rig.listener.leaks()).singleElement().satisfies((leak) -> {
			assertThat(leak.acquiredAt()).as("only with leak-threshold").isEmpty();
			assertThat(leak.holderStack()).extracting(StackTraceElement::getMethodName).contains("readSlowly");
		});
	}

	@Test
	void aLeaseHeldForLongerThanAllowedIsReported() {
		this.rig.start((settings) -> settings.maxLeaseTime(Duration.ofSeconds(10)));
		Lease<FakeConnection> lease = this.rig.lease();

		this.rig.advance(Duration.ofSeconds(60));

		assertThat(this.rig.listener.count("leak #1")).isEqualTo(1);
		assertThat(lease.connection().isOpen()).as("warned only").isTrue();
		lease.close();
		this.rig.settle();
		assertThat(this.rig.stats().idle()).isEqualTo(1);
	}

	@Test
	void aLeaseHeldForLongerThanAllowedIsReclaimedIfSoConfigured() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1)
			.maxLeaseTime(Duration.ofSeconds(10))
			.onMaxLeaseTime(LeaseTimeAction.RECLAIM));
		Lease<FakeConnection> lease = this.rig.lease();
		FakeConnection connection = lease.connection();
		Ask waiter = this.rig.ask();

		this.rig.advanceMillis(9_700);
		assertThat(connection.isOpen()).isTrue();
		this.rig.advanceMillis(600);

		assertThat(connection.abortCalls()).isEqualTo(1);
		assertThat(waiter.lease().connection()).isNotSameAs(connection);
		assertThat(this.rig.stats().closed()).containsEntry(CloseReason.RECLAIMED, 1L);
		assertThat(this.rig.listener.count("leak #1")).isEqualTo(1);
		assertThatThrownBy(lease::connection).isInstanceOf(IllegalStateException.class);
		lease.invalidate(new IllegalStateException("too late"));
		lease.close();
		this.rig.settle();
		assertThat(connection.closeCalls()).as("aborted already").isZero();
		assertThat(waiter.lease().connection().isOpen()).isTrue();
		assertThat(this.rig.stats().active()).isEqualTo(1);
	}

	@Test
	void withoutAThresholdNothingIsReported() {
		this.rig.start((settings) -> settings);
		this.rig.lease();

		this.rig.advance(Duration.ofHours(1));

		assertThat(this.rig.listener.tape()).containsExactly("opened", "acquired");
		assertThat(this.rig.stats().leaked()).isZero();
	}

}
