package io.connpool;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.connpool.InvalidPoolSettingsException.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Settings are checked together; what is wrong is listed, and nothing is corrected.
 */
class PoolSettingsTests {

	private static final Duration NANO = Duration.ofNanos(1);

	@Test
	void theDefaultsAreAsDocumented() {
		PoolSettings settings = PoolSettings.builder().build();

		assertThat(settings).isEqualTo(new PoolSettings("pool", 10, 0, Duration.ofSeconds(5), Duration.ofSeconds(2), 4,
				5, 100, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMinutes(2), 2, Duration.ofMinutes(10),
				Duration.ofMinutes(30), 0, Duration.ZERO, LeaseTimeAction.WARN, Duration.ZERO, IdleOrder.AFFINITY,
				Fairness.STRICT, WarmUp.LAZY, 10, Duration.ofSeconds(20), Duration.ofSeconds(2)));
	}

	@Test
	void someDefaultsFollowMaxSize() {
		PoolSettings one = PoolSettings.builder().maxSize(1).build();
		PoolSettings many = PoolSettings.builder().maxSize(300).build();

		assertThat(one.openingParallelism()).isEqualTo(1);
		assertThat(one.maxWaiting()).isEqualTo(100);
		assertThat(one.maxQuarantined()).isEqualTo(1);
		assertThat(many.openingParallelism()).isEqualTo(4);
		assertThat(many.maxWaiting()).isEqualTo(3_000);
		assertThat(many.maxQuarantined()).isEqualTo(300);
	}

	@Test
	void minIdleIsWarmedUpInTheBackgroundUnlessSaidOtherwise() {
		assertThat(PoolSettings.builder().minIdle(1).build().warmUp()).isEqualTo(WarmUp.BACKGROUND);
		assertThat(PoolSettings.builder().minIdle(1).warmUp(WarmUp.LAZY).build().warmUp()).isEqualTo(WarmUp.LAZY);
	}

	static Stream<Arguments> violations() {
		return Stream.of(number("max-size", "0", (it) -> it.maxSize(0)),
				number("max-size", "100001", (it) -> it.maxSize(100_001)),
				number("min-idle", "-1", (it) -> it.minIdle(-1)), number("min-idle", "11", (it) -> it.minIdle(11)),
				number("opening.parallelism", "0", (it) -> it.openingParallelism(0)),
				number("opening.parallelism", "1001", (it) -> it.openingParallelism(1_001)),
				number("breaker.failure-threshold", "0", (it) -> it.breakerFailureThreshold(0)),
				number("breaker.failure-threshold", "1001", (it) -> it.breakerFailureThreshold(1_001)),
				number("max-waiting", "0", (it) -> it.maxWaiting(0)),
				number("max-waiting", "10000001", (it) -> it.maxWaiting(10_000_001)),
				number("keepalive.tries", "0", (it) -> it.keepaliveTries(0)),
				number("keepalive.tries", "11", (it) -> it.keepaliveTries(11)),
				number("max-uses", "-1", (it) -> it.maxUses(-1)),
				number("max-quarantined", "0", (it) -> it.maxQuarantined(0)),
				number("max-quarantined", "100001", (it) -> it.maxQuarantined(100_001)),
				number("acquire-timeout", "PT0S", (it) -> it.acquireTimeout(Duration.ZERO)),
				number("acquire-timeout", "PT-0.000000001S", (it) -> it.acquireTimeout(NANO.negated())),
				number("open-timeout", "PT0S", (it) -> it.openTimeout(Duration.ZERO)),
				number("validation-timeout", "PT0S", (it) -> it.validationTimeout(Duration.ZERO)),
				number("close-timeout", "PT0S", (it) -> it.closeTimeout(Duration.ZERO)),
				number("validate-after-idle", "PT-0.000000001S", (it) -> it.validateAfterIdle(NANO.negated())),
				number("keepalive.interval", "PT-0.000000001S", (it) -> it.keepaliveInterval(NANO.negated())),
				number("idle-timeout", "PT-0.000000001S", (it) -> it.idleTimeout(NANO.negated())),
				number("max-lifetime", "PT-0.000000001S", (it) -> it.maxLifetime(NANO.negated())),
				number("max-lease-time", "PT-0.000000001S", (it) -> it.maxLeaseTime(NANO.negated())),
				number("leak-threshold", "PT-0.000000001S", (it) -> it.leakThreshold(NANO.negated())),
				number("close.drain-timeout", "PT-0.000000001S", (it) -> it.closeDrainTimeout(NANO.negated())));
	}

	private static Arguments number(String setting, String value, UnaryOperator<PoolSettings.Builder> change) {
		return Arguments.of(setting, value, change);
	}

	@ParameterizedTest
	@MethodSource("violations")
	void aViolationIsListedWithItsNameValueAndAllowedRange(String setting, String value,
			UnaryOperator<PoolSettings.Builder> change) {
		PoolSettings.Builder builder = change.apply(PoolSettings.builder().name("orders"));

		InvalidPoolSettingsException failure = catchThrowableOfType(InvalidPoolSettingsException.class, builder::build);

		assertThat(failure.poolName()).isEqualTo("orders");
		assertThat(failure.violations()).singleElement().satisfies((violation) -> {
			assertThat(violation.setting()).isEqualTo(setting);
			assertThat(violation.value()).isEqualTo(value);
			assertThat(violation.allowed()).isNotBlank();
		});
		assertThat(failure).hasMessageContaining(setting + " = " + value + ", allowed: ");
	}

	static Stream<Arguments> limits() {
		return Stream.of(limit((it) -> it.maxSize(1)), limit((it) -> it.maxSize(100_000)),
				limit((it) -> it.minIdle(10)), limit((it) -> it.openingParallelism(1_000)),
				limit((it) -> it.breakerFailureThreshold(1)), limit((it) -> it.breakerFailureThreshold(1_000)),
				limit((it) -> it.maxWaiting(1)), limit((it) -> it.maxWaiting(10_000_000)),
				limit((it) -> it.keepaliveTries(10)), limit((it) -> it.maxUses(Long.MAX_VALUE)),
				limit((it) -> it.maxQuarantined(100_000)), limit((it) -> it.acquireTimeout(NANO)),
				limit((it) -> it.acquireTimeout(PoolSettings.INFINITE)), limit((it) -> it.openTimeout(NANO)),
				limit((it) -> it.validationTimeout(NANO)), limit((it) -> it.closeTimeout(NANO)),
				limit((it) -> it.validateAfterIdle(Duration.ZERO)), limit((it) -> it.keepaliveInterval(Duration.ZERO)),
				limit((it) -> it.idleTimeout(Duration.ZERO)), limit((it) -> it.maxLifetime(Duration.ZERO)),
				limit((it) -> it.closeDrainTimeout(Duration.ZERO)),
				limit((it) -> it.maxLifetime(Duration.ofSeconds(Long.MAX_VALUE))));
	}

	private static Arguments limit(UnaryOperator<PoolSettings.Builder> change) {
		return Arguments.of(change);
	}

	@ParameterizedTest
	@MethodSource("limits")
	void theLimitsThemselvesAreAllowed(UnaryOperator<PoolSettings.Builder> change) {
		assertThatCode(() -> change.apply(PoolSettings.builder()).build()).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "orders", "orders-2", "a23456789-123456789-123456789-123456789-12345678" })
	void aNameIsALowerCaseLetterAndThenLettersDigitsAndDashes(String name) {
		assertThat(PoolSettings.builder().name(name).build().name()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "Orders", "2orders", "-orders", "orders_2", "orders.2", "or ders", "örders",
			"orders\n", "a23456789-123456789-123456789-123456789-123456789" })
	void anyOtherNameIsNot(String name) {
		assertThatThrownBy(() -> PoolSettings.builder().name(name).build())
			.isInstanceOf(InvalidPoolSettingsException.class)
			.hasMessageContaining("name = ");
	}

	@Test
	void everyViolationIsListedInOneMessage() {
		PoolSettings.Builder builder = PoolSettings.builder()
			.name("Orders")
			.maxSize(0)
			.minIdle(5)
			.acquireTimeout(Duration.ZERO)
			.idleTimeout(Duration.ofSeconds(-1))
			.keepaliveTries(99);

		InvalidPoolSettingsException failure = catchThrowableOfType(InvalidPoolSettingsException.class, builder::build);

		assertThat(failure).isInstanceOf(IllegalArgumentException.class);
		assertThat(failure.violations()).extracting(Violation::setting)
			.containsExactlyInAnyOrder("name", "max-size", "min-idle", "acquire-timeout", "idle-timeout",
					"keepalive.tries");
		assertThat(failure.getMessage().lines()).hasSize(7).first().asString().startsWith("Orders – invalid settings");
		assertThat(failure).hasMessageContaining("max-size = 0, allowed: 1 to 100000");
	}

	@Test
	void aCopyIsEqual() {
		PoolSettings settings = PoolSettings.builder()
			.name("orders")
			.maxSize(7)
			.minIdle(2)
			.acquireTimeout(Duration.ofSeconds(3))
			.openTimeout(Duration.ofSeconds(4))
			.openingParallelism(3)
			.breakerFailureThreshold(6)
			.maxWaiting(8)
			.validateAfterIdle(Duration.ofSeconds(9))
			.validationTimeout(Duration.ofSeconds(10))
			.keepaliveInterval(Duration.ofSeconds(11))
			.keepaliveTries(4)
			.idleTimeout(Duration.ofSeconds(12))
			.maxLifetime(Duration.ofSeconds(13))
			.maxUses(14)
			.maxLeaseTime(Duration.ofSeconds(15))
			.onMaxLeaseTime(LeaseTimeAction.RECLAIM)
			.leakThreshold(Duration.ofSeconds(16))
			.idleOrder(IdleOrder.LRU)
			.warmUp(WarmUp.FAIL_FAST)
			.maxQuarantined(17)
			.closeDrainTimeout(Duration.ofSeconds(18))
			.closeTimeout(Duration.ofSeconds(19))
			.build();

		assertThat(settings.toBuilder().build()).isEqualTo(settings);
		assertThat(settings.toBuilder().maxSize(9).build()).isNotEqualTo(settings);
	}

}
