package io.connpool.sample.demo;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Switches the load on and off.
 */
@RestController
@Profile("!front & !service")
@RequestMapping("/api/load")
class LoadController {

	private final LoadGenerator generator;

	LoadController(LoadGenerator generator) {
		this.generator = generator;
	}

	@GetMapping
	Load load() {
		return new Load(this.generator.secondsLeft());
	}

	@PostMapping("/start")
	Load start() {
		this.generator.start();
		return load();
	}

	@PostMapping("/stop")
	Load stop() {
		this.generator.stop();
		return load();
	}

	/**
	 * What the page is told.
	 *
	 * @param secondsLeft 0 if there is no load
	 */
	record Load(long secondsLeft) {

	}

}
