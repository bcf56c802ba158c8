package io.connpool.net;

import java.time.Duration;

import io.connpool.InvalidPoolSettingsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SocketSettingsTests {

	@Test
	void defaultsAreAsDocumented() {
		assertThat(SocketSettings.defaults())
			.isEqualTo(new SocketSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), true, true, 0, 0));
	}

	@Test
	void timeoutsAreReplacedAndTheRestKept() {
		SocketSettings settings = new SocketSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), false, false, 3, 4);

		assertThat(settings.withTimeouts(Duration.ofSeconds(8), Duration.ofSeconds(9)))
			.isEqualTo(new SocketSettings(Duration.ofSeconds(8), Duration.ofSeconds(9), false, false, 3, 4));
	}

	@Test
	void everyBadSettingIsListed() {
		assertThatExceptionOfType(InvalidPoolSettingsException.class)
			.isThrownBy(() -> new SocketSettings(Duration.ZERO, Duration.ofMillis(-1), true, true, -1, 1 << 30 | 1))
			.withMessageContaining("socket – invalid settings")
			.withMessageContaining("read-timeout = PT0S, allowed: a duration of more than zero")
			.withMessageContaining("write-timeout = PT-0.001S")
			.withMessageContaining("send-buffer-size = -1")
			.withMessageContaining("receive-buffer-size = 1073741825, allowed: 0 (the system's) to 1073741824");
	}

}
