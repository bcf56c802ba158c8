package io.connpool.sample.service;

import java.net.ServerSocket;
import java.time.Clock;

import io.connpool.sample.storage.Schema;
import io.connpool.sample.storage.Sessions;
import io.connpool.sample.storage.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Puts the user service together.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!front")
@EnableConfigurationProperties(ServiceProperties.class)
class ServiceConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ServiceConfiguration.class);

	@Bean
	Accounts accounts(Users users, Sessions sessions, ServiceProperties properties, Environment environment) {
		Passwords passwords = new Passwords(properties.password(), environment.acceptsProfiles(Profiles.of("load")));
		logger.info("Passwords are hashed with {}", passwords);
		return new Accounts(users, sessions, passwords, properties.sessionLifetime(), Clock.systemUTC());
	}

	@Bean
	UserServer userServer(ServiceProperties properties, Accounts accounts, Environment environment) {
		// not a bean, lest anything else runs on it
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("user-service-");
		executor.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
		boolean demonstration = environment.acceptsProfiles(Profiles.of("!front & !service"));
		return new UserServer(properties, new Requests(accounts, demonstration), executor);
	}

	@Bean
	ServiceLifecycle serviceLifecycle(Schema schema, Accounts accounts, UserServer server, ServiceProperties properties,
			ObjectProvider<ServerSocket> listener) {
		return new ServiceLifecycle(schema, accounts, server, properties, listener.getIfAvailable());
	}

}
