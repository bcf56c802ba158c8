package io.connpool.net;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.connpool.Deadline;
import io.connpool.InvalidPoolSettingsException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any numbers, read off the input: two durations (seconds, then nanoseconds) and two
 * sizes.
 */
class SocketSettingsFuzzTests {

	@FuzzTest
	void anyNumbers(byte[] input) {
		ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOf(input, 33));
		Duration read = duration(numbers);
		Duration write = duration(numbers);
		int send = numbers.getInt();
		int receive = numbers.getInt();
		boolean flag = numbers.get() != 0;

		int wrong = wrong(read) + wrong(write) + wrong(send) + wrong(receive);
		try {
			SocketSettings settings = new SocketSettings(read, write, flag, !flag, send, receive);
			assertThat(wrong).isZero();
			assertThat(settings.withTimeouts(write, read).withTimeouts(read, write)).isEqualTo(settings);
		}
		catch (InvalidPoolSettingsException ex) {
			assertThat(ex.violations()).hasSize(wrong);
			assertThat(ex.violations()).allSatisfy((violation) -> assertThat(ex.getMessage())
				.contains(violation.setting() + " = " + violation.value() + ", allowed: "));
		}
	}

	private static Duration duration(ByteBuffer numbers) {
		Duration duration = Duration.ofSeconds(numbers.getLong())
			.withNanos((numbers.getInt() & 0x3fff_ffff) % 1_000_000_000);
		long nanos = Deadline.saturatedNanos(duration);
		assertThat(Long.signum(nanos)).isEqualTo(Integer.signum(duration.compareTo(Duration.ZERO)));
		assertThat(nanos).isBetween(-(Long.MAX_VALUE / 2), Long.MAX_VALUE / 2);
		return duration;
	}

	private static int wrong(Duration timeout) {
		return (timeout.isZero() || timeout.isNegative()) ? 1 : 0;
	}

	private static int wrong(int size) {
		return (size < 0 || size > 1 << 30) ? 1 : 0;
	}

}
