package io.connpool.sample.service;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.jdbc.JdbcConnectionFactory;
import io.connpool.jdbc.PooledDataSource;
import io.connpool.sample.service.ServiceProperties.PasswordCost;
import io.connpool.sample.storage.Schema;
import io.connpool.sample.storage.Sessions;
import io.connpool.sample.storage.Users;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/**
 * A user service on a database of its own, without Spring.
 */
final class TestService implements AutoCloseable {

	static final PasswordCost DEMO_COST = new PasswordCost(DataSize.ofMegabytes(19), 2, true);

	final ConnectionPool<Connection> readers;

	final ConnectionPool<Connection> writers;

	final Accounts accounts;

	final UserServer server;

	TestService(Path directory, ServiceProperties properties, Clock clock) {
		Path database = directory.resolve("data").resolve("users.db");
		String url = "jdbc:sqlite:" + database + "?journal_mode=WAL&busy_timeout=5000";
		this.writers = ConnectionPools.builder(JdbcConnectionFactory.of(url)).name("users-write").maxSize(1).build();
		this.readers = ConnectionPools.builder(JdbcConnectionFactory.of(url + "&open_mode=1"))
			.name("users-read")
			.maxSize(4)
			.build();
		JdbcClient reader = JdbcClient.create(new PooledDataSource(this.readers));
		JdbcClient writer = JdbcClient.create(new PooledDataSource(this.writers));
		new Schema(database, writer).create();
		this.accounts = new Accounts(new Users(reader, writer), new Sessions(reader, writer),
				new Passwords(properties.password(), true), properties.sessionLifetime(), clock);
		this.server = new UserServer(properties, new Requests(this.accounts, true),
				new SimpleAsyncTaskExecutor("test-"));
	}

	static ServiceProperties properties() {
		return properties(10, Duration.ofMinutes(1), Duration.ofSeconds(30), DEMO_COST);
	}

	static ServiceProperties properties(int maxConnections, Duration idleTimeout, Duration frameTimeout,
			PasswordCost cost) {
		return new ServiceProperties(InetAddress.getLoopbackAddress(), 0, maxConnections, idleTimeout, frameTimeout,
				Duration.ofSeconds(10), Duration.ofHours(1), Map.of(), cost);
	}

	TestService start() {
		this.server.start();
		return this;
	}

	@Override
	public void close() {
		this.server.stop(Duration.ZERO);
		this.readers.close(Duration.ofSeconds(5));
		this.writers.close(Duration.ofSeconds(5));
	}

	static ServerSocket boundSocket() {
		return UserServer.bind(InetAddress.getLoopbackAddress(), 0);
	}

}
