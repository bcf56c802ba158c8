package io.connpool.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import io.connpool.ConnectionFactory;
import io.connpool.spring.PooledConnectionTemplate;
import io.connpool.spring.testkit.FakeConnection;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a person reads whose application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	Path directory;

	@Test
	void unknownKey(CapturedOutput output) throws IOException {
		fail("""
				connpool:
				  pools:
				    login:
				      uri: tcp://localhost:9009
				      max-sze: 5
				""");

		assertThat(output).contains("""
				There are no such connection pool properties:

				    Property: connpool.pools.login.max-sze
				    Origin: URL [file:%s] - 5:16
				    Reason: no such key; did you mean 'connpool.pools.login.max-size'?
				""".formatted(file())).contains("Correct or remove connpool.pools.login.max-sze.");
	}

	@Test
	void keyOfAnotherPoolLibrary(CapturedOutput output) throws IOException {
		fail("connpool.pools.login: { uri: 'tcp://localhost:9009', maximum-pool-size: 5, connection-timeout: 3s }");

		assertThat(output).contains("did you mean 'connpool.pools.login.max-size'?")
			.contains("did you mean 'connpool.pools.login.acquire-timeout'?");
	}

	@Test
	void misspelledPasswordIsNotShown(CapturedOutput output) throws IOException {
		fail("connpool.pools.users: { uri: 'jdbc:h2:mem:users', pasword: hush-hush }");

		assertThat(output).contains("did you mean 'connpool.pools.users.password'?").doesNotContain("hush-hush");
	}

	@Test
	void valueOfAnUnknownKeyIsNotShown(CapturedOutput output) throws IOException {
		fail("connpool.pools.users: { uri: 'jdbc:h2:mem:users', credential: hush-hush }");

		assertThat(output).contains("Property: connpool.pools.users.credential", "- 1:").doesNotContain("hush-hush");
	}

	@Test
	void unknownKeysOfOthersAreLeftToBoot(CapturedOutput output) throws IOException {
		fail("connpool.pools.login.uri: tcp://localhost:9009\nstrict.typo: 1", StrictProperties.class);

		assertThat(output).contains("strict.typo").doesNotContain("no such connection pool properties");
	}

	@Test
	void valueOutOfRange(CapturedOutput output) throws IOException {
		fail("""
				connpool:
				  defaults:
				    open-timeout: -1s
				  pools:
				    login:
				      uri: tcp://localhost:9009
				      min-idle: 20
				""");

		assertThat(output).contains("""
				The connection pools cannot be made as configured:

				    Property: connpool.pools.login.min-idle
				    Value: "20"
				    Origin: URL [file:%s] - 7:17
				    Reason: allowed: 0 to max-size (10)

				    Property: connpool.defaults.open-timeout
				    Value: "-1s"
				    Origin: URL [file:%s] - 3:19
				    Reason: allowed: a duration of more than zero; in force for connpool.pools.login
				""".formatted(file(), file()))
			.contains("Correct connpool.pools.login.min-idle, connpool.defaults.open-timeout.");
	}

	@Test
	void valueOfTheWrongKind(CapturedOutput output) throws IOException {
		fail("connpool.pools.login: { uri: 'tcp://localhost:9009', idle-order: lifo }");

		assertThat(output).contains("Property: connpool.pools.login.idle-order", "Value: \"lifo\"")
			.contains("Reason: allowed: affinity, mru, lru, fifo, round-robin",
					"Correct connpool.pools.login.idle-order.");
	}

	@Test
	void unknownScheme(CapturedOutput output) throws IOException {
		fail("connpool.pools.login.uri: tpc://joe:hush-hush@localhost:9009");

		assertThat(output)
			.contains("Property: connpool.pools.login.uri", "Value: \"tpc://localhost:9009\"",
					"Reason: unknown scheme 'tpc'; allowed: tcp://host:port, jdbc:...; "
							+ "anything else can be opened by a ConnectionFactory bean named in 'factory'")
			.doesNotContain("hush-hush");
	}

	@Test
	void neitherUriNorFactory(CapturedOutput output) throws IOException {
		fail("connpool.pools.login.max-size: 5");

		assertThat(output).contains("Property: connpool.pools.login",
				"Reason: neither 'uri' nor 'factory' is set; exactly one is needed: uri (tcp://host:port, jdbc:...) "
						+ "or factory (name of a ConnectionFactory bean)");
	}

	@Test
	void unknownPreset(CapturedOutput output) throws IOException {
		fail("connpool.pools.login: { uri: 'tcp://localhost:9009', preset: tpc }");

		assertThat(output).contains("Property: connpool.pools.login.preset", "Value: \"tpc\"",
				"Reason: did you mean 'tcp'? presets there are: tcp");
	}

	@Test
	void collidingNames(CapturedOutput output) throws IOException {
		fail("""
				connpool:
				  pools:
				    order-db:
				      uri: tcp://localhost:9009
				    orderdb:
				      uri: tcp://localhost:9009
				""");

		assertThat(output).contains("Property: connpool.pools.orderdb",
				"the names 'order-db' and 'orderdb' differ in dashes only, which environment "
						+ "variables cannot express; rename one of them");
	}

	@Test
	void invalidName(CapturedOutput output) throws IOException {
		fail("connpool.pools.Login.uri: tcp://localhost:9009");

		assertThat(output).contains("Property: connpool.pools[Login]", "- 1:27",
				"Reason: the name of a pool must be a lower-case letter, then lower-case letters, digits and dashes, "
						+ "at most 48 characters");
	}

	@Test
	void missingFactory(CapturedOutput output) throws IOException {
		fail("connpool.pools.ldap.factory: ldapFactory", Fake.class);

		assertThat(output).contains("Property: connpool.pools.ldap.factory", "Value: \"ldapFactory\"",
				"Reason: there is no bean of that name; beans of type io.connpool.ConnectionFactory: fake");
	}

	@Test
	void missingDriver(CapturedOutput output) throws IOException {
		fail("connpool.pools.users.uri: jdbc:nosuch://localhost/users?password=hush-hush");

		assertThat(output)
			.contains("Property: connpool.pools.users.uri", "Value: \"jdbc:nosuch://localhost/users\"",
					"no JDBC driver on the class path accepts jdbc:nosuch: URLs")
			.doesNotContain("hush-hush");
	}

	@Test
	void unknownQualifier(CapturedOutput output) throws IOException {
		fail("connpool.pools.ldap.factory: fake", Fake.class, AsksForMisspelledPool.class);

		assertThat(output)
			.contains("asks for a PooledConnectionTemplate<FakeConnection>, and there is none named 'ladp'.")
			.contains("Connection pools: 'ldap' lends FakeConnection")
			.contains("Did you mean 'ldap'? Correct the qualifier, or configure connpool.pools.ladp.");
	}

	@Test
	void wrongConnectionType(CapturedOutput output) throws IOException {
		fail("connpool.pools.ldap.factory: fake", Fake.class, AsksForWrongType.class);

		assertThat(output).contains("asks for a PooledConnectionTemplate<String>, and there is none named 'ldap'.")
			.contains("Ask for the connection type that the pool lends: FakeConnection.");
	}

	@Test
	void otherMissingBeansAreLeftToBoot(CapturedOutput output) throws IOException {
		fail("connpool.pools.ldap.factory: fake", Fake.class, AsksForDataSource.class);

		assertThat(output).contains("required a bean of type 'javax.sql.DataSource' that could not be found");
	}

	@Test
	void backendIsDown(CapturedOutput output) throws IOException {
		fail("connpool.pools.ldap: { factory: fake, warm-up: fail-fast, acquire-timeout: 1s }", BrokenFake.class);

		assertThat(output)
			.contains("Connection pool 'ldap' could not be started on bean 'fake': ldap – cannot open a connection: "
					+ "java.net.ConnectException: refused by the test, password=******")
			.contains("Make sure that bean 'fake' answers, or set connpool.pools.ldap.warm-up to 'background' to start "
					+ "without it.");
	}

	private void fail(String yaml, Class<?>... configuration) throws IOException {
		Files.writeString(file(), yaml);
		SpringApplicationBuilder application = new SpringApplicationBuilder(PoolsOnly.class).sources(configuration)
			.web(WebApplicationType.NONE);

		assertThatThrownBy(
				() -> application.run("--spring.config.location=file:" + file(), "--spring.main.banner-mode=off"))
			.isNotNull();
	}

	private Path file() {
		return this.directory.resolve("application.yml");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ConnectionPoolAutoConfiguration.class)
	static class PoolsOnly {

	}

	@Configuration(proxyBeanMethods = false)
	static class Fake {

		@Bean
		FakeConnectionFactory fake() {
			return new FakeConnectionFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenFake {

		@Bean
		ConnectionFactory<FakeConnection> fake() {
			FakeConnectionFactory factory = new FakeConnectionFactory();
			factory.breakDown();
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForMisspelledPool {

		@Bean
		String user(@Qualifier("ladp") PooledConnectionTemplate<FakeConnection> template) {
			return template.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForWrongType {

		@Bean
		String user(@Qualifier("ldap") PooledConnectionTemplate<String> template) {
			return template.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForDataSource {

		@Bean
		String user(DataSource dataSource) {
			return dataSource.toString();
		}

	}

	@ConfigurationProperties(value = "strict", ignoreUnknownFields = false)
	static class Strict {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Strict.class)
	static class StrictProperties {

	}

}
