package io.connpool.sample.demo;

import java.time.Duration;
import java.util.Map;

import io.connpool.Deadline;
import io.connpool.sample.front.UserClient;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.service.ServiceProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has some callers read a profile over and over, for a minute. They are a few more than
 * the pool has connections, so that a slow backend makes them wait in line.
 */
@Component
@Profile("!front & !service")
class LoadGenerator {

	private static final int CALLERS = 12;

	private static final Duration DURATION = Duration.ofSeconds(60);

	/** Leaves the processors to those who look at the page. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

	private final UserClient client;

	private final Map<String, String> users;

	private volatile Deadline end = Deadline.after(Duration.ZERO);

	LoadGenerator(UserClient client, ServiceProperties properties) {
		this.client = client;
		this.users = properties.seed();
	}

	long secondsLeft() {
		return (this.end.remaining().toMillis() + 999) / 1000;
	}

	synchronized void start() {
		if (!this.end.isExpired()) {
			return;
		}
		Map.Entry<String, String> user = this.users.entrySet()
			.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("sample.service.seed names no user to read the profile of"));
		Deadline end = Deadline.after(DURATION);
		this.end = end;
		for (int i = 1; i <= CALLERS; i++) {
			Thread caller = new Thread(() -> call(user.getKey(), user.getValue(), end), "load-" + i);
			caller.setDaemon(true);
			caller.start();
		}
	}

	synchronized void stop() {
		this.end = Deadline.after(Duration.ZERO);
	}

	@EventListener(ContextClosedEvent.class)
	void endWithTheApplication() {
		stop();
	}

	private void call(String username, String password, Deadline end) {
		String token = null;
		while (end == this.end && !end.isExpired()) {
			token = callOnce(username, password, token);
			pause((token != null) ? PAUSE : PAUSE_AFTER_FAILURE);
		}
	}

	private @Nullable String callOnce(String username, String password, @Nullable String token) {
		try {
			String current = (token != null) ? token : this.client.ask(Operation.LOGIN, username, password).get(0);
			this.client.ask(Operation.READ_PROFILE, current);
			return current;
		}
		catch (RuntimeException ex) {
			// counted by the client; the token may have expired
			return null;
		}
	}

	private static void pause(Duration pause) {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
