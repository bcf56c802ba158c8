package io.connpool.engine;

import java.time.Duration;
import java.util.List;

import io.connpool.Lease;
import io.connpool.PoolSettings;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of an inline call into the factory that does not come back.
 */
class HangingHookLogTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	private final Hang hang = new Hang();

	/** The pool was quiet, so that nothing but the call itself has anybody look. */
	@ParameterizedTest
	@EnumSource
	void aCallThatHangsIsReportedOnceAMinuteThoughNothingElseGoesOn(Call call) throws Exception {
		this.rig.start(this.rig.factory.withoutReset(),
				(settings) -> settings.maxSize(1).validateAfterIdle(Duration.ofHours(1)));
		this.rig.fill(1);
		this.rig.advance(Duration.ofSeconds(10));
		assertThat(this.rig.untilPass()).as("until the next pass").isGreaterThan(Duration.ofHours(1));

		Background<Boolean> caller = this.rig.background(() -> hang(call));
		this.hang.awaitArrival();
		this.rig.advanceMillis(900);
		assertThat(reports()).as("too early").isEmpty();
		this.rig.advanceMillis(300);
		assertThat(reports()).singleElement()
			.extracting(LogTape.Entry::message)
			.isEqualTo("rig – an inline call into the factory (check or isReusableAfter) for #1 has not returned "
					+ "for more than 1 s, on caller");
		this.rig.advance(Duration.ofSeconds(125));

		List<LogTape.Entry> reports = reports();
		assertThat(reports).hasSize(3);
		assertThat(reports.get(1).millis() - reports.get(0).millis()).isBetween(60_000L, 60_200L);
		assertThat(reports.get(2).millis() - reports.get(1).millis()).isBetween(60_000L, 60_200L);
		this.hang.letGo();
		caller.await(this.rig);
		this.rig.advance(Duration.ofMinutes(2));
		assertThat(reports()).as("no more").hasSize(3);
		this.rig.lease().close();
	}

	/** On a thread of the pool, after a reset or a validation that ended well. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCheckThatHangsBeforeAConnectionIsOfferedAgainIsReportedToo(boolean afterReset) {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(1)
			.validationTimeout(PoolSettings.INFINITE)
			.keepaliveInterval(afterReset ? Duration.ZERO : Duration.ofSeconds(30)));
		this.rig.fill(1);
		this.rig.executor.threaded();
		Runnable next = () -> this.rig.factory.checks().hangDeafNext(1);
		if (afterReset) {
			this.rig.factory.resets().before(next);
			this.rig.lease().close();
		}
		else {
			this.rig.factory.validations().before(next);
		}
		while (this.rig.factory.checks().running() == 0) {
			this.rig.advanceMillis(100);
		}
		long hangsSince = this.rig.now().toMillis();

		this.rig.advance(Duration.ofSeconds(70));

		List<LogTape.Entry> reports = reports();
		assertThat(reports).hasSize(2);
		assertThat(reports.get(0).message()).contains(
				"#1 has not returned for more than 1 s, after " + (afterReset ? "reset of #1" : "keepalive of #1"));
		assertThat(reports.get(0).millis() - hangsSince).isBetween(1_000L, 1_400L);
		this.rig.factory.heal();
		this.rig.factory.release();
		this.rig.settle();
		this.rig.lease().close();
	}

	private boolean hang(Call call) throws InterruptedException {
		if (call == Call.CHECK_ON_ACQUIRE) {
			this.rig.factory.checks().before(this.hang::once);
		}
		Lease<FakeConnection> lease = this.rig.pool.acquire(PoolRig.LONG);
		switch (call) {
			case CHECK_ON_ACQUIRE -> lease.close();
			case CHECK_ON_RELEASE -> {
				this.rig.factory.checks().before(this.hang::once);
				lease.close();
			}
			case IS_REUSABLE_AFTER -> {
				this.rig.factory.verdicts().before(this.hang::once);
				lease.invalidate(new IllegalStateException("on purpose"));
			}
		}
		return true;
	}

	private List<LogTape.Entry> reports() {
		return this.log.entries("inline call");
	}

	/** What hangs. */
	enum Call {

		CHECK_ON_ACQUIRE, CHECK_ON_RELEASE, IS_REUSABLE_AFTER

	}

}
