package io.connpool.sample.storage;

import java.nio.file.Path;
import java.sql.Connection;

import io.connpool.ConnectionPool;
import io.connpool.jdbc.PooledDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads through one pool and writes through another, whose only connection keeps writers
 * in line: SQLite takes one at a time, and in WAL mode never makes readers wait for it.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!front")
class StorageConfiguration {

	@Bean
	JdbcClient reader(@Qualifier("users-read") ConnectionPool<Connection> pool) {
		return JdbcClient.create(new PooledDataSource(pool));
	}

	@Bean
	JdbcClient writer(@Qualifier("users-write") ConnectionPool<Connection> pool) {
		return JdbcClient.create(new PooledDataSource(pool));
	}

	@Bean
	Schema schema(@Value("${sample.database}") Path database, @Qualifier("writer") JdbcClient writer) {
		return new Schema(database, writer);
	}

	@Bean
	Users users(@Qualifier("reader") JdbcClient reader, @Qualifier("writer") JdbcClient writer) {
		return new Users(reader, writer);
	}

	@Bean
	Sessions sessions(@Qualifier("reader") JdbcClient reader, @Qualifier("writer") JdbcClient writer) {
		return new Sessions(reader, writer);
	}

}
