package io.connpool.sample.demo;

import io.connpool.sample.front.UserClient;
import io.connpool.sample.protocol.Operation;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Holds a connection for as long as anybody likes, so it is for the demonstration only.
 */
@RestController
@Profile("!front & !service")
class SlowController {

	private final UserClient client;

	SlowController(UserClient client) {
		this.client = client;
	}

	@GetMapping("/api/slow")
	Slept sleep(@RequestParam(defaultValue = "1000") int millis) {
		this.client.ask(Operation.SLEEP, String.valueOf(millis));
		return new Slept(millis);
	}

	record Slept(int millis) {

	}

}
