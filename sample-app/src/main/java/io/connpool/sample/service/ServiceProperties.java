package io.connpool.sample.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the user service.
 *
 * @param address where it listens
 * @param port where it listens; 0 takes any that is free
 * @param maxConnections connections served at once; one more is closed at once
 * @param idleTimeout how long a connection may ask nothing
 * @param frameTimeout how long one request may take to arrive
 * @param drainTimeout how long requests in progress may take when the service stops
 * @param sessionLifetime how long a token is good for
 * @param seed users that there are from the start: names and passwords
 * @param password what hashing a password costs
 */
@ConfigurationProperties("sample.service")
public record ServiceProperties(@DefaultValue("127.0.0.1") InetAddress address, @DefaultValue("9009") int port,
		@DefaultValue("200") int maxConnections, @DefaultValue("10m") Duration idleTimeout,
		@DefaultValue("5s") Duration frameTimeout, @DefaultValue("10s") Duration drainTimeout,
		@DefaultValue("12h") Duration sessionLifetime, @DefaultValue Map<String, String> seed,
		@DefaultValue PasswordCost password) {

	/**
	 * What hashing a password costs, by Argon2id with one lane.
	 *
	 * @param memory memory for one hash
	 * @param iterations passes over it
	 * @param demo hash in microseconds instead, for load runs, where the work is not to
	 * measure a hash function; only with profile {@code load}
	 */
	public record PasswordCost(@DefaultValue("19MB") DataSize memory, @DefaultValue("2") int iterations,
			@DefaultValue("false") boolean demo) {

	}

}
