package io.connpool.spring.autoconfigure;

import java.sql.Connection;

import javax.sql.DataSource;

import io.connpool.ConnectionPool;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.PooledConnectionTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pools of database connections.
 */
class JdbcPoolTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
		.withPropertyValues("connpool.pools.users.uri=jdbc:h2:mem:users;DB_CLOSE_DELAY=0",
				"connpool.pools.users.username=sa", "connpool.pools.users.password=hush-hush",
				"connpool.pools.users.jdbc.init-sql[0]=SET LOCK_TIMEOUT 1234",
				"connpool.pools.users.jdbc.properties.IFEXISTS=FALSE", "connpool.pools.users.acquire-timeout=20s",
				"connpool.pools.users.open-timeout=10s");

	@Test
	void connectionsAreLentAsTheyAre() {
		this.runner.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);

			assertThat(injected.pool.name()).isEqualTo("users");
			assertThat(injected.template
				.<String, Exception>execute((connection) -> connection.getMetaData().getUserName())).isEqualTo("SA");
		});
	}

	@Test
	void jdbcClientWorksOnTheDataSource() {
		this.runner.withUserConfiguration(Injected.class).run((context) -> {
			JdbcClient client = JdbcClient.create(context.getBean(Injected.class).dataSource);
			client.sql("CREATE TABLE account (name VARCHAR(20))").update();
			client.sql("INSERT INTO account VALUES (?)").param("ann").update();

			assertThat(client.sql("SELECT name FROM account").query(String.class).list()).containsExactly("ann");
			assertThat(client.sql("SELECT LOCK_TIMEOUT()").query(Integer.class).single()).isEqualTo(1234);
			// one that is being reset counts as active
			await().until(() -> context.getBean(ConnectionPoolRegistry.class).pool("users").stats().active() == 0);
		});
	}

	@Test
	void descriptionHasNoCredentials() {
		this.runner.withPropertyValues("connpool.pools.users.uri=jdbc:h2:mem:users;USER=sa;PASSWORD=hush-hush")
			.run((context) -> {
				ConnectionPoolRegistry registry = context.getBean(ConnectionPoolRegistry.class);

				assertThat(registry.describe("users").target()).isEqualTo("jdbc:h2:mem:users");
				assertThat(registry.describe("users").type()).isEqualTo("jdbc");
			});
	}

	@Test
	void dataSourceOfTheApplicationIsLeftAlone() {
		this.runner.withConfiguration(AutoConfigurations.of(LikeBootsDataSource.class)).run((context) -> {
			assertThat(context).hasBean("usersDataSource").hasBean("dataSource");
			assertThat(context.getBeanFactory().createBean(InjectedDataSource.class).dataSource)
				.isSameAs(context.getBean("dataSource"));
		});
	}

	@Test
	void primaryPoolIsTheDataSourceOfTheApplication() {
		this.runner.withConfiguration(AutoConfigurations.of(LikeBootsDataSource.class))
			.withPropertyValues("connpool.pools.users.primary=true")
			.run((context) -> assertThat(context).hasSingleBean(DataSource.class).hasBean("usersDataSource"));
	}

	@Test
	void otherPoolsHaveNoDataSource() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
			.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009")
			.run((context) -> assertThat(context).doesNotHaveBean(DataSource.class));
	}

	static class Injected {

		@Autowired
		@Qualifier("users")
		ConnectionPool<Connection> pool;

		@Autowired
		@Qualifier("users")
		PooledConnectionTemplate<Connection> template;

		@Autowired
		@Qualifier("users")
		DataSource dataSource;

	}

	static class InjectedDataSource {

		@Autowired
		DataSource dataSource;

	}

	@AutoConfiguration(after = ConnectionPoolAutoConfiguration.class)
	static class LikeBootsDataSource {

		@Bean
		@ConditionalOnMissingBean
		DataSource dataSource() {
			return new SingleConnectionDataSource();
		}

	}

}
