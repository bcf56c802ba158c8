package io.connpool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any numbers and any name, read off the input, either make settings or are refused with
 * all that is wrong.
 */
class PoolSettingsFuzzTests {

	private static final int NUMBERS = 100;

	@FuzzTest
	void anyNumbers(byte[] input) {
		ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOf(input, NUMBERS));
		String name = new String(input, Math.min(NUMBERS, input.length), Math.max(0, input.length - NUMBERS),
				StandardCharsets.UTF_8);
		PoolSettings.Builder builder = PoolSettings.builder()
			.name(name)
			.maxSize(numbers.getInt())
			.minIdle(numbers.getInt())
			.breakerFailureThreshold(numbers.getInt())
			.keepaliveTries(numbers.getInt())
			.maxUses(numbers.getLong())
			.acquireTimeout(duration(numbers))
			.openTimeout(duration(numbers))
			.keepaliveInterval(duration(numbers))
			.maxLifetime(duration(numbers))
			.leakThreshold(duration(numbers));
		if (numbers.get() != 0) {
			builder.openingParallelism(numbers.getInt()).maxWaiting(numbers.getInt());
		}
		try {
			PoolSettings settings = builder.build();
			assertThat(settings.name()).matches("[a-z][a-z0-9-]{0,47}");
			assertThat(settings.minIdle()).isBetween(0, settings.maxSize());
			assertThat(settings.openingParallelism()).isBetween(1, 1000);
			assertThat(settings.toBuilder().build()).isEqualTo(settings);
			assertThat(settings.resized(0, 1).maxSize()).isEqualTo(1);
		}
		catch (InvalidPoolSettingsException ex) {
			assertThat(ex.violations()).isNotEmpty().allSatisfy((violation) -> {
				assertThat(violation.allowed()).isNotEmpty();
				assertThat(ex.getMessage()).contains(violation.toString());
			});
		}
	}

	private static Duration duration(ByteBuffer numbers) {
		return Duration.ofSeconds(numbers.getLong()).withNanos((numbers.getInt() & 0x3fff_ffff) % 1_000_000_000);
	}

}
