package io.connpool.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A user system in two tiers: an HTTP front that talks to a TCP user service over one
 * pool, and the service that talks to its database over two others. All in one process,
 * unless profile {@code front} or {@code service} is active.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param args as for any Spring Boot application
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
