package io.connpool.sample.demo;

import java.time.Duration;

import io.connpool.test.FaultProxy;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Breaks what is between front and service, and mends it.
 */
@RestController
@Profile("!front & !service")
@RequestMapping("/api/faults")
class FaultController {

	private static final int LONGEST_DELAY = 10_000;

	private final FaultProxy proxy;

	private volatile Faults faults = Faults.NONE;

	FaultController(FaultProxy proxy) {
		this.proxy = proxy;
	}

	@GetMapping
	Faults faults() {
		return this.faults;
	}

	/** Resets all connections; new ones work. */
	@PostMapping("/cut")
	Faults cut() {
		this.proxy.cut();
		return this.faults;
	}

	/** Adds a time to each way, there and back. */
	@PostMapping("/delay")
	Faults delay(@RequestParam(defaultValue = "250") int millis) {
		if (millis < 0 || millis > LONGEST_DELAY) {
			throw new IllegalArgumentException("millis: 0 to " + LONGEST_DELAY + " are allowed");
		}
		this.proxy.delay(Duration.ofMillis(millis));
		return this.faults = new Faults(this.faults.refusing(), millis);
	}

	/** Looks like a service that has been taken down: no connections, old or new. */
	@PostMapping("/refuse")
	Faults refuse() {
		this.proxy.refuse();
		this.proxy.cut();
		return this.faults = new Faults(true, this.faults.delayMillis());
	}

	@PostMapping("/restore")
	Faults restore() {
		this.proxy.restore();
		return this.faults = Faults.NONE;
	}

	@ExceptionHandler
	ProblemDetail badRequest(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	/**
	 * What is broken now.
	 *
	 * @param refusing whether new connections are refused
	 * @param delayMillis the time added to each way
	 */
	record Faults(boolean refusing, int delayMillis) {

		static final Faults NONE = new Faults(false, 0);

	}

}
