package io.connpool.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Every key there is, wherever it may be written, with values of every kind that it must
 * not have: the start fails, and what a person reads has the whole name of the property,
 * the value and what is allowed. A key that has no row fails the test.
 */
class BadKeysTests {

	private static final String POOL = "connpool.pools.login.";

	/** Where a setting may be written. */
	private static final List<String> LAYERS = List.of("connpool.defaults.", "connpool.presets.wan.", POOL);

	private static final List<FailureAnalyzer> ANALYZERS = List.of(new UnknownKeyFailureAnalyzer(),
			new UnreadableValueFailureAnalyzer(), new InvalidPoolConfigurationFailureAnalyzer());

	private final Map<String, Class<?>> settings = BadValues.types(SettingsProperties.class);

	private final Map<String, Class<?>> ofPools = BadValues.types(PoolProperties.class);

	private final List<String> complaints = new ArrayList<>();

	private int tried;

	@Test
	void everyValueThatCannotBeReadIsRefused() throws IOException {
		this.ofPools.forEach((key, type) -> {
			for (String value : BadValues.unreadable(type)) {
				for (String layer : layers(key)) {
					boolean shown = !Map.class.isAssignableFrom(type);
					refused(Map.of(layer + key, value), "Property: " + layer + key + System.lineSeparator(),
							shown ? "Value: \"" + value + '"' : "", "Reason: allowed: " + BadValues.readable(key, type),
							"Correct " + layer + key + ".");
				}
			}
		});
		for (String value : BadValues.unreadable(Integer.class)) {
			refused(Map.of("connpool.lifecycle.phase", value), "Property: connpool.lifecycle.phase", '"' + value + '"',
					"Reason: allowed: a whole number that fits 32 bits");
		}
		for (String value : BadValues.unreadable(Boolean.class)) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
				.withPropertyValues("connpool.enabled=" + value)
				.run((context) -> judge("connpool.enabled=" + value, context.getStartupFailure(),
						"Property: connpool.enabled", '"' + value + '"', "Reason: allowed: true or false"));
		}

		assertThat(this.ofPools.keySet()).isEqualTo(PropertyKeys.of(PoolProperties.class));
		assertAllRefused("values of keys that cannot be read");
	}

	@Test
	void everyValueThatIsNotAllowedIsRefused() throws IOException {
		BadValues.OUT_OF_RANGE.forEach((key, range) -> {
			for (String value : range.values()) {
				for (String layer : LAYERS) {
					refused(Map.of(layer + key, value), problem(layer + key, value, "allowed: " + range.allowed()));
				}
			}
		});
		for (String layer : LAYERS) {
			for (String delimiter : List.of("", "seventeen letters", "\ud83d")) {
				refused(Map.of(layer + "codec.type", "line", layer + "codec.delimiter", delimiter),
						"Property: " + layer + "codec.delimiter", "Reason: allowed: 1 to 16 bytes in UTF-8");
			}
			for (String ping : List.of("", "PING {Nonce}", "PING {nonce}", "PING \ud83d")) {
				refused(Map.of(layer + "ping.request", ping, layer + "ping.reply", "PONG"),
						"Property: " + layer + "ping.re", "Reason: allowed: ");
			}
			refused(Map.of(layer + "ping.request", "PING"),
					problem(layer + "ping.request", "PING", "allowed: together with ping.reply"));
			refused(Map.of(layer + "ping.reply", "PONG"),
					problem(layer + "ping.reply", "PONG", "allowed: together with ping.request"));
		}
		for (String uri : List.of("tcp://localhost", "tcp://localhost:0", "tcp://:9009", "tcp://a b:1",
				"tcp://localhost:9009/path", "tpc://localhost:9009", "localhost", "")) {
			refused(Map.of(POOL + "uri", uri), problem(POOL + "uri", uri, ""), "tcp://");
		}
		refused(Map.of(POOL + "preset", "wen"),
				problem(POOL + "preset", "wen", "did you mean 'wan'? presets there are:"));
		refused(Map.of(POOL + "preset", ""), problem(POOL + "preset", "", "presets there are: wan, tcp"));
		refused(Map.of(POOL + "factory", "both"), "Property: connpool.pools.login",
				"Reason: both 'uri' and 'factory' are set; exactly one is needed");
		for (String name : List.of("[Login]", "[my.pool]", "[2nd]", "[a_b]", "[" + "x".repeat(49) + "]", "[-a]")) {
			refused(Map.of("connpool.pools" + name + ".uri", "tcp://localhost:9009"), "Property: connpool.pools",
					"Reason: the name of a pool must be a lower-case letter");
		}

		assertThat(BadValues.OUT_OF_RANGE.keySet()).as("keys that have a range")
			.isEqualTo(this.ofPools.keySet()
				.stream()
				.filter((key) -> BadValues.hasRange(this.ofPools.get(key)))
				.collect(Collectors.toSet()));
		assertAllRefused("values of keys that are not allowed");
	}

	@Test
	void everyKeyThatDoesNotExistIsRefusedAndItsValueNotShown() throws IOException {
		for (String key : this.ofPools.keySet()) {
			for (String layer : layers(key)) {
				refused(Map.of(layer + key + "x", "hush"), "Property: " + layer + key + 'x',
						"Reason: no such key; did you mean '" + layer + key + "'?");
			}
		}
		TreeSet<String> onlyPools = new TreeSet<>(this.ofPools.keySet());
		onlyPools.removeAll(this.settings.keySet());
		for (String key : onlyPools) {
			for (String layer : LAYERS.subList(0, 2)) {
				refused(Map.of(layer + key, "hush"), "Property: " + layer + key, "Reason: no such key; ");
			}
		}
		for (String key : List.of("enabledx", "lifecycle.phasex", "default.max-size", "pool.login.uri", "x")) {
			refused(Map.of("connpool." + key, "hush"), "Property: connpool." + key, "Reason: no such key; ");
		}
		for (String layer : LAYERS) {
			Set<String> keys = (POOL.equals(layer) ? this.ofPools : this.settings).keySet();
			refused(Map.of(layer + "far-from-everything", "hush"), "Reason: no such key; allowed below "
					+ layer.substring(0, layer.length() - 1) + ": " + String.join(", ", keys) + System.lineSeparator());
		}

		assertThat(onlyPools).isNotEmpty();
		assertAllRefused("keys that do not exist");
	}

	/** To Boot a number that is empty is none; a default in its place would be silent. */
	@Test
	void everyEmptyValueIsRefused() throws IOException {
		this.ofPools.forEach((key, type) -> {
			if (BadValues.hasRange(type) || type == Boolean.class || type.isEnum()) {
				for (String layer : layers(key)) {
					refused(Map.of(layer + key, ""), "Property: " + layer + key, "Reason: ", "allowed: ");
				}
			}
		});

		assertAllRefused("keys without a value");
	}

	@Test
	void aPlaceholderIsToldWithItsValue() {
		refused(Map.of(POOL + "max-size", "${size}", "size", "0"),
				problem(POOL + "max-size", "${size} (0)", "allowed: 1 to 100000"));
		refused(Map.of(POOL + "max-size", "${size}", "size", "ten"),
				problem(POOL + "max-size", "ten", "allowed: a whole number that fits 32 bits"));
		refused(Map.of(POOL + "ping.request", "${login}", "login", "AUTH hush"),
				problem(POOL + "ping.request", "${login}", "allowed: together with ping.reply"));
		refused(Map.of(POOL + "max-size", "${nowhere}"),
				problem(POOL + "max-size", "${nowhere}", "allowed: a whole number that fits 32 bits"));

		assertThat(this.complaints).isEmpty();
	}

	/** Boot knows best what is wrong with a placeholder, and with keys of others. */
	@Test
	void whatIsNotAboutAValueOfOursIsLeftToBoot() {
		refused(Map.of(POOL + "max-size", "${size}", "size", "${size}"), "no analysis: ", "BindException");
		judge("spring.size=ten", catchThrowable(() -> Binder.get(new StandardEnvironment() {

			@Override
			protected void customizePropertySources(MutablePropertySources sources) {
				sources.addFirst(new MapPropertySource("test", Map.of("spring.size", "ten")));
			}

		}).bind("spring.size", Integer.class)), "no analysis: ", "BindException");

		assertThat(this.complaints).isEmpty();
	}

	/** Read by Boot before it knows any pool; as strict as the rest, and as lenient. */
	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "on", "yes", "1" })
	void connpoolIsEnabledByWhateverIsTrue(String value) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
			.withPropertyValues("connpool.enabled=" + value)
			.run((context) -> assertThat(context).hasSingleBean(PropertiesConnectionPoolRegistry.class));
	}

	private List<String> layers(String key) {
		return this.settings.containsKey(key) ? LAYERS : List.of(POOL);
	}

	private static String problem(String path, String value, String reason) {
		return Stream
			.of("Property: " + path, "Value: \"" + value + '"',
					"Origin: \"" + path + "\" from property source \"test\"", "Reason: " + reason)
			.collect(Collectors.joining(System.lineSeparator() + "    "));
	}

	/** A pool that is good but for what is given. */
	private void refused(Map<String, String> bad, String... words) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(POOL + "uri", "tcp://localhost:9009");
		properties.put(POOL + "preset", "wan");
		properties.put("connpool.presets.wan.idle-order", "lru");
		properties.putAll(bad);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		try {
			PoolDefinitions.load(environment);
			judge(bad.toString(), null, words);
		}
		catch (RuntimeException ex) {
			judge(bad.toString(), ex, words);
		}
	}

	private void judge(String bad, @Nullable Throwable failure, String... words) {
		this.tried++;
		String read = (failure != null) ? read(failure) : "accepted";
		if (!Stream.of(words).allMatch(read::contains) || read.contains("hush")) {
			this.complaints.add(bad + " – expected " + List.of(words) + ": " + read);
		}
	}

	/** What is printed instead of a stack trace. */
	private static String read(Throwable failure) {
		for (FailureAnalyzer analyzer : ANALYZERS) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis.getDescription() + System.lineSeparator() + analysis.getAction();
			}
		}
		return "no analysis: " + failure;
	}

	private void assertAllRefused(String kind) throws IOException {
		assertThat(this.complaints).as("of " + this.tried).isEmpty();
		String number = String.format(Locale.ROOT, "%,d", this.tried);
		List<String> rows = Files.readAllLines(Path.of("../docs/reliability.md"))
			.stream()
			.filter((line) -> line.startsWith("| " + kind + " |"))
			.toList();
		assertThat(rows).as("rows that begin with \"| %s |\", and tell %s", kind, number).hasSize(1);
		assertThat(rows.get(0).split(" \\| ")).as(rows.get(0))
			.hasSize(5)
			.contains(number, '`' + getClass().getSimpleName() + "` |");
	}

}
