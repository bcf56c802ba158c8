package io.connpool.spring.autoconfigure;

import java.sql.Connection;
import java.util.Properties;

import javax.sql.DataSource;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.jdbc.JdbcConnectionFactory;
import io.connpool.jdbc.PooledDataSource;

/**
 * What pools of database connections need. Loaded only when there are any, so that the
 * {@code java.sql} module may be absent otherwise.
 */
final class JdbcPools {

	private JdbcPools() {
	}

	static Class<?> connectionType() {
		return Connection.class;
	}

	static Class<?> dataSourceType() {
		return DataSource.class;
	}

	static ConnectionFactory<?> factory(PoolDefinition definition) {
		PoolProperties pool = definition.properties();
		Properties properties = new Properties();
		properties.putAll(pool.getJdbc().getProperties());
		if (pool.getUsername() != null) {
			properties.setProperty("user", pool.getUsername());
		}
		if (pool.getPassword() != null) {
			properties.setProperty("password", pool.getPassword());
		}
		return JdbcConnectionFactory.of(definition.target().location(), properties)
			.withInitSql(pool.getJdbc().getInitSql().toArray(String[]::new));
	}

	@SuppressWarnings("unchecked")
	static DataSource dataSource(ConnectionPool<?> pool) {
		return new PooledDataSource((ConnectionPool<Connection>) pool);
	}

}
