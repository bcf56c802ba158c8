package io.connpool.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connpool.Fairness;
import io.connpool.IdleOrder;
import io.connpool.LeaseTimeAction;
import io.connpool.PoolSettings;
import io.connpool.WarmUp;
import io.connpool.net.SocketSettings;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds together what is written about keys: the fixture, the properties classes, the
 * generated metadata and the defaults of the core.
 */
class AllKeysTests {

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	private static final String POOL_METADATA = "/META-INF/spring/configuration-metadata/io.connpool.spring.autoconfigure.PoolProperties.json";

	private final PropertySource<?> fixture = fixture();

	@Test
	void fixtureBindsStrictly() {
		ConnectionPoolProperties properties = sources().bindAll();

		assertThat(properties.getLifecycle().getPhase()).isEqualTo(-7);
		PoolProperties pool = properties.getPools().get("every");
		assertThat(pool).hasNoNullFieldsOrProperties();
		assertThat(pool.getUri()).isEqualTo("tcp://localhost:9009");
		assertThat(pool.getJdbc().getInitSql()).containsExactly("SELECT 1");
		assertThat(pool.getJdbc().getProperties()).containsEntry("applicationName", "test");
	}

	@Test
	void everySettingArrives() {
		PoolProperties pool = sources().bindLayers(List.of("connpool.pools.every"));

		assertThat(SettingsMapping.toSettings("every", pool)).isEqualTo(new PoolSettings("every", 21, 3,
				PoolSettings.INFINITE, Duration.ofSeconds(3), 5, 6, 700, Duration.ofMillis(800), Duration.ofMillis(900),
				Duration.ofMinutes(10), 3, Duration.ofMinutes(11), Duration.ofMinutes(12), 13, Duration.ofSeconds(14),
				LeaseTimeAction.RECLAIM, Duration.ofSeconds(15), IdleOrder.ROUND_ROBIN, Fairness.BOUNDED, WarmUp.LAZY,
				16, Duration.ofSeconds(17), Duration.ofSeconds(18)));
		assertThat(TcpPools.socketSettings(pool.getSocket()))
			.isEqualTo(new SocketSettings(Duration.ofSeconds(19), Duration.ofSeconds(20), false, false, 65536, 32768));
		assertThat(TcpPools.codec(pool.getCodec()))
			.hasToString("length-prefixed (2 bytes, little endian, including the prefix, max-frame-size 8192)");
		assertThat(TextPing.of(pool.getPing(), TcpPools.codec(pool.getCodec()))).isNotNull().satisfies((ping) -> {
			assertThat(ping.request(7)).asString().isEqualTo("ask 7");
			assertThat(ping.isAnsweredBy("answer 7".getBytes(StandardCharsets.UTF_8), 7)).isTrue();
		});
		assertThat(pool.getHealth().getEnabled()).isFalse();
		assertThat(pool.getMetrics().getEnabled()).isFalse();
	}

	@Test
	void fixtureHasEveryKeyThatIsNotThePoolsOwn() {
		Set<String> known = ours(METADATA);
		known.removeAll(Set.of("connpool.pools", "connpool.presets"));

		assertThat(keys("connpool.")).filteredOn((key) -> !key.startsWith("connpool.pools.every."))
			.filteredOn((key) -> !key.startsWith("connpool.presets.every."))
			.containsExactlyInAnyOrderElementsOf(known);
		assertThat(keys("connpool.presets.every.")).containsExactlyElementsOf(keys("connpool.defaults."));
	}

	@Test
	void fixtureHasEveryKeyOfAPool() {
		Set<String> known = names(POOL_METADATA).collect(Collectors.toCollection(TreeSet::new));

		assertThat(keys("connpool.pools.every.")).containsExactlyElementsOf(known);
		assertThat(PropertyKeys.of(PoolProperties.class)).containsExactlyElementsOf(known);
	}

	@Test
	void everyPropertyIsDescribedInASentence() {
		for (String file : List.of(METADATA, POOL_METADATA)) {
			for (JsonNode property : read(file).get("properties")) {
				String description = property.path("description").asString("");

				assertThat(description).as(property.get("name").asString())
					.matches("(?s)[A-Z].{10,}\\.?")
					.doesNotContain("<", "{@")
					.doesNotStartWith("The ")
					.doesNotStartWith("A ");
			}
		}
	}

	@Test
	void documentedDefaultsAreThoseOfTheCore() {
		PoolSettings settings = PoolSettings.builder().name("any").build();
		Map<String, Object> actual = new java.util.TreeMap<>();
		for (JsonNode property : read(METADATA).get("properties")) {
			String name = property.get("name").asString();
			if (name.startsWith("connpool.defaults.")) {
				actual.put(name, property.path("defaultValue").asString("missing"));
			}
		}

		PoolPropertySources written = sources(new org.springframework.core.env.MapPropertySource("written", actual));
		PoolProperties pool = written.bindLayers(List.of("connpool.defaults"));

		assertThat(SettingsMapping.toSettings("any", pool)).isEqualTo(settings);
		assertThat(TcpPools.socketSettings(pool.getSocket())).isEqualTo(SocketSettings.defaults());
		assertThat(TcpPools.codec(pool.getCodec())).hasToString(TcpPools.codec(new CodecProperties()).toString());
		assertThat(List.of(pool.getPing().getRequest(), pool.getPing().getReply())).as("none by default")
			.containsOnly("missing");
		assertThat(pool.getHealth().getEnabled()).isTrue();
		assertThat(pool.getMetrics().getEnabled()).isTrue();
	}

	private Set<String> keys(String prefix) {
		return Stream.of(((EnumerablePropertySource<?>) this.fixture).getPropertyNames())
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> prefix.endsWith("every.") || prefix.endsWith("defaults.") ? name.substring(prefix.length())
					: name)
			.map((name) -> name.replaceFirst("\\[\\d+]$", "").replaceFirst("jdbc\\.properties\\..*", "jdbc.properties"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> ours(String file) {
		return names(file).filter((name) -> name.startsWith("connpool."))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> names(String file) {
		return read(file).get("properties").valueStream().map((property) -> property.get("name").asString());
	}

	private static JsonNode read(String file) {
		try (InputStream in = AllKeysTests.class.getResourceAsStream(file)) {
			return JsonMapper.shared().readTree(in);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private PoolPropertySources sources() {
		return sources(this.fixture);
	}

	private static PoolPropertySources sources(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		return new PoolPropertySources(environment);
	}

	private static PropertySource<?> fixture() {
		try {
			return new YamlPropertySourceLoader().load("all-keys", new ClassPathResource("all-keys.yml")).get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
