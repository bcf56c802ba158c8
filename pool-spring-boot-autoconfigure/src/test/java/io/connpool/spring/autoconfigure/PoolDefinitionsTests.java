package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.connpool.PoolSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Reading and checking the configuration.
 */
class PoolDefinitionsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final MockPropertySource properties = new MockPropertySource();

	PoolDefinitionsTests() {
		this.environment.getPropertySources().addFirst(this.properties);
	}

	@Test
	void nothingConfiguredMakesNoPools() {
		assertThat(PoolDefinitions.load(this.environment)).isEmpty();
	}

	@Test
	void poolWithoutSettingsHasTheDefaultsOfTheCore() {
		set("pools.login.uri", "tcp://localhost:9009");

		assertThat(settings("login")).isEqualTo(PoolSettings.builder().name("login").build());
	}

	@Test
	void poolOverridesPresetOverridesDefaultsKeyByKey() {
		set("defaults.max-size", "11", "defaults.min-idle", "1", "defaults.keepalive.interval", "1m",
				"defaults.keepalive.tries", "7");
		set("presets.wan.min-idle", "2", "presets.wan.open-timeout", "9s", "presets.wan.keepalive.interval", "2m");
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.preset", "wan", "pools.login.open-timeout", "8s");

		PoolSettings settings = settings("login");

		assertThat(settings.maxSize()).isEqualTo(11);
		assertThat(settings.minIdle()).isEqualTo(2);
		assertThat(settings.openTimeout()).isEqualTo(Duration.ofSeconds(8));
		assertThat(settings.keepaliveInterval()).isEqualTo(Duration.ofMinutes(2));
		assertThat(settings.keepaliveTries()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connpool.pools.login.max-sise", "connpool.defaults.uri", "connpool.defaults.password",
			"connpool.presets.wan.primary", "connpool.presets.wan.jdbc.init-sql[0]" })
	void unknownKeyAmongSystemPropertiesIsRefused(String key) {
		set("pools.login.uri", "tcp://localhost:9009");
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, new MapPropertySource(
					StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, Map.of(key, "3")));

		assertThatExceptionOfType(Exception.class).isThrownBy(() -> PoolDefinitions.load(this.environment))
			.havingRootCause()
			.isInstanceOf(UnboundConfigurationPropertiesException.class)
			.withMessageContaining(key);
	}

	@ParameterizedTest
	@CsvSource({ "CONNPOOL_DEFAULTS_PASSWORD, connpool.defaults.password",
			"CONNPOOL_DEFAULTS_URI, connpool.defaults.uri",
			"CONNPOOL_PRESETS_WAN_PRIMARY, connpool.presets.wan.primary",
			"CONNPOOL_DEFAULTS_JDBC_INITSQL_0, connpool.defaults.jdbc" })
	void environmentVariableSetsForAllWhatOnlyPoolsHave(String variable, String path) {
		set("pools.users.uri", "jdbc:h2:mem:users", "presets.wan.max-size", "3");
		environmentVariable(variable, "true");

		assertThatExceptionOfType(InvalidPoolConfigurationException.class)
			.isThrownBy(() -> PoolDefinitions.load(this.environment))
			.satisfies(
					(ex) -> assertThat(ex.problems()).singleElement().asString().contains(path, "only pools have it"));
	}

	@Test
	void unknownEnvironmentVariableIsLeftAlone() {
		set("pools.login.uri", "tcp://localhost:9009");
		environmentVariable("CONNPOOL_POOLS_LOGIN_PORT", "3");

		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("login");
	}

	private void environmentVariable(String name, String value) {
		String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.environment.getPropertySources()
			.replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, value)));
	}

	@Test
	void presetTcpIsThere() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.preset", "tcp");

		PoolSettings settings = settings("login");

		assertThat(settings.maxSize()).isEqualTo(50);
		assertThat(settings.minIdle()).isEqualTo(10);
		assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.keepaliveInterval()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void presetTcpCanBeOverriddenKeyByKey() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.preset", "tcp", "presets.tcp.min-idle", "4");

		assertThat(settings("login").minIdle()).isEqualTo(4);
		assertThat(settings("login").maxSize()).isEqualTo(50);
	}

	@Test
	void presetAppliesOnlyToPoolsThatNameIt() {
		set("pools.login.uri", "tcp://localhost:9009");

		assertThat(settings("login").maxSize()).isEqualTo(10);
	}

	@Test
	void environmentVariableOverridesOneKey() {
		set("pools.order-db.uri", "tcp://localhost:9009", "pools.order-db.preset", "tcp");
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("CONNPOOL_PRESETS_TCP_MAXSIZE", "64")));

		assertThat(settings("order-db").maxSize()).isEqualTo(64);
	}

	@Test
	void infiniteAcquireTimeoutIsSpelledOut() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.acquire-timeout", "infinite");

		assertThat(settings("login").acquireTimeout()).isEqualTo(PoolSettings.INFINITE);
	}

	@Test
	void numberWithoutUnitIsMilliseconds() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.acquire-timeout", 250);

		assertThat(settings("login").acquireTimeout()).isEqualTo(Duration.ofMillis(250));
	}

	@Test
	void otherDurationsAreNotInfinite() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.open-timeout", "infinite");

		assertThatExceptionOfType(BindException.class).isThrownBy(this::load)
			.withMessageContaining("connpool.pools.login.open-timeout");
	}

	@Test
	void unknownKeysAreRefusedWhereverTheyAre() {
		for (String key : List.of("pool.login.uri", "defaults.max-sze", "defaults.uri", "presets.wan.max-sze",
				"pools.login.keepalive.intervall", "pools.login.ssl.bundle")) {
			MockPropertySource unknown = new MockPropertySource("unknown").withProperty("connpool." + key, "1")
				.withProperty("connpool.pools.login.uri", "tcp://localhost:9009");
			this.environment.getPropertySources().addFirst(unknown);

			assertThatExceptionOfType(BindException.class).as(key)
				.isThrownBy(this::load)
				.withRootCauseInstanceOf(UnboundConfigurationPropertiesException.class)
				.havingRootCause()
				.withMessageContaining("connpool." + key);

			this.environment.getPropertySources().remove("unknown");
		}
	}

	@Test
	void everyViolationIsListedWithItsProperty() {
		set("defaults.acquire-timeout", "-1s");
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.min-idle", "20", "pools.login.socket.read-timeout",
				"0s", "pools.login.codec.length-bytes", "3");
		set("pools.audit.uri", "tcp://localhost:9009", "pools.audit.max-size", "0");

		assertThat(problems())
			.extracting(ConfigurationProblem::property, ConfigurationProblem::value, ConfigurationProblem::reason)
			.contains(
					tuple("connpool.defaults.acquire-timeout", "-1s",
							"allowed: a duration of more than zero; in force for connpool.pools.login"),
					tuple("connpool.pools.login.min-idle", "20", "allowed: 0 to max-size (10)"),
					tuple("connpool.pools.login.socket.read-timeout", "0s", "allowed: a duration of more than zero"),
					tuple("connpool.pools.login.codec.length-bytes", "3", "allowed: 1, 2, 4 or 8"),
					tuple("connpool.pools.audit.max-size", "0", "allowed: 1 to 100000"));
	}

	@Test
	void violationByAPresetNamesThePreset() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.preset", "tcp", "pools.login.max-size", "5");

		assertThat(problems()).extracting(ConfigurationProblem::toString)
			.containsExactly(String.format("    Property: connpool.presets.tcp.min-idle%n    Value: \"10\"%n"
					+ "    Origin: the preset 'tcp' as shipped%n    Reason: allowed: 0 to max-size (5); in force for connpool.pools.login%n"));
	}

	@Test
	void presetMustExist() {
		set("pools.login.uri", "tcp://localhost:9009", "pools.login.preset", "tpc", "presets.wan.max-size", "3");

		assertThat(problems()).extracting(ConfigurationProblem::property, ConfigurationProblem::reason)
			.containsExactly(tuple("connpool.pools.login.preset", "did you mean 'tcp'? presets there are: wan, tcp"));
	}

	@Test
	void uriOrFactoryIsNeeded() {
		set("pools.login.max-size", "5");
		set("pools.audit.uri", "tcp://localhost:9009", "pools.audit.factory", "auditConnectionFactory");

		assertThat(problems()).extracting(ConfigurationProblem::property)
			.containsExactlyInAnyOrder("connpool.pools.login", "connpool.pools.audit");
		assertThat(problems()).extracting(ConfigurationProblem::reason)
			.anyMatch((reason) -> reason.startsWith("neither 'uri' nor 'factory' is set; exactly one is needed"))
			.anyMatch((reason) -> reason.startsWith("both 'uri' and 'factory' are set; exactly one is needed"));
	}

	@Test
	void schemeMustBeKnown() {
		set("pools.login.uri", "tpc://localhost:9009", "pools.audit.uri", "localhost");

		assertThat(problems()).extracting(ConfigurationProblem::reason)
			.anyMatch((reason) -> reason.startsWith("unknown scheme 'tpc'; allowed: tcp://host:port, jdbc:..."))
			.anyMatch((reason) -> reason.startsWith("no scheme; allowed: tcp://host:port, jdbc:..."));
	}

	@Test
	void tcpUriIsHostAndPortAndNothingElse() {
		for (String uri : List.of("tcp://localhost", "tcp://localhost:0", "tcp://localhost:70000", "tcp:localhost:9",
				"tcp://user:pw@localhost:9009", "tcp://localhost:9009/path", "tcp://localhost:9009?a=b", "tcp://:9009",
				"tcp://a b:1")) {
			set("pools.login.uri", uri);

			assertThat(problems()).as(uri)
				.singleElement()
				.satisfies((problem) -> assertThat(problem.toString()).contains("connpool.pools.login.uri")
					.contains("it should look like tcp://localhost:9009")
					.doesNotContain("pw@"));
		}
	}

	@Test
	void tcpUriMayBeAnAddress() {
		set("pools.four.uri", "tcp://127.0.0.1:9009", "pools.six.uri", "tcp://[::1]:9009");

		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("four", "six");
	}

	@Test
	void keysWithoutEffectAreRefused() {
		set("pools.a.uri", "jdbc:h2:mem:a", "pools.a.codec.type", "line", "pools.a.socket.keep-alive", "true");
		set("pools.b.uri", "tcp://localhost:9009", "pools.b.password", "x", "pools.b.jdbc.init-sql[0]", "SELECT 1");
		set("pools.c.uri", "tcp://localhost:9009", "pools.c.codec.delimiter", ";");
		set("pools.d.uri", "tcp://localhost:9009", "pools.d.codec.type", "line", "pools.d.codec.length-bytes", "2");

		assertThat(problems()).allMatch((problem) -> problem.reason().startsWith("has no effect: only for"))
			.allMatch((problem) -> problem.value() == null)
			.extracting(ConfigurationProblem::property)
			.containsExactlyInAnyOrder("connpool.pools.a.codec", "connpool.pools.a.socket", "connpool.pools.b.password",
					"connpool.pools.b.jdbc", "connpool.pools.c.codec.delimiter", "connpool.pools.d.codec.length-bytes");
	}

	@Test
	void defaultsForOneKindOfPoolDoNotDisturbOthers() {
		set("defaults.codec.type", "line", "defaults.codec.delimiter", ";", "defaults.socket.keep-alive", "false");
		set("pools.a.uri", "jdbc:h2:mem:a", "pools.b.uri", "tcp://localhost:9009", "pools.b.codec.type",
				"length-prefixed");

		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("a", "b");
	}

	@Test
	void namesFollowTheRule() {
		for (String name : List.of("[Login]", "[my.pool]", "[2nd]", "[a_b]", "[" + "x".repeat(49) + "]")) {
			MockPropertySource source = new MockPropertySource("name").withProperty("connpool.pools" + name + ".uri",
					"tcp://localhost:9009");
			this.environment.getPropertySources().addFirst(source);

			assertThat(problems()).as(name)
				.extracting(ConfigurationProblem::reason)
				.allMatch((reason) -> reason.startsWith("the name of a pool must be a lower-case letter"));

			this.environment.getPropertySources().remove("name");
		}
	}

	@Test
	void namesThatDifferInDashesOnlyAreRefused() {
		set("pools.order-db.uri", "tcp://localhost:9009");
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("CONNPOOL_POOLS_ORDERDB_MAXSIZE", "5")));

		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains("'orderdb'", "'order-db'",
					"differ in dashes only"));
	}

	private List<ConfigurationProblem> problems() {
		ThrowingCallable load = this::load;
		InvalidPoolConfigurationException failure = catchThrowableOfType(InvalidPoolConfigurationException.class, load);
		assertThat(failure).isNotNull();
		return failure.problems();
	}

	private PoolSettings settings(String pool) {
		return PoolDefinitions.load(this.environment).get(pool).settings();
	}

	private void load() {
		PoolDefinitions.load(this.environment);
	}

	private void set(Object... keysAndValues) {
		for (int i = 0; i < keysAndValues.length; i += 2) {
			this.properties.setProperty("connpool." + keysAndValues[i], keysAndValues[i + 1]);
		}
	}

}
