package io.connpool.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.connpool.InvalidPoolSettingsException;
import io.connpool.InvalidPoolSettingsException.Violation;
import io.connpool.PoolSettings;
import io.connpool.net.codec.Codec;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.Environment;

/**
 * Reads the configured pools, and checks them all together before anything is made of
 * them.
 */
final class PoolDefinitions {

	static final String DEFAULTS = ConnectionPoolProperties.PREFIX + ".defaults";

	static final String PRESETS = ConnectionPoolProperties.PREFIX + ".presets";

	static final String POOLS = ConnectionPoolProperties.PREFIX + ".pools";

	private final PoolPropertySources sources;

	private final ConnectionPoolProperties all;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private PoolDefinitions(PoolPropertySources sources) {
		this.sources = sources;
		this.all = sources.bindAll();
	}

	/**
	 * Reads all pools.
	 * @return the pools by name, in the order they are written
	 * @throws InvalidPoolConfigurationException listing every problem
	 */
	static Map<String, PoolDefinition> load(Environment environment) {
		return new PoolDefinitions(new PoolPropertySources(environment)).read();
	}

	private Map<String, PoolDefinition> read() {
		Map<String, PoolDefinition> definitions = new LinkedHashMap<>();
		checkShared(DEFAULTS);
		this.all.getPresets().keySet().forEach((preset) -> checkShared(PRESETS + "." + preset));
		this.problems.addAll(PoolNames.check(this.all.getPools().keySet(), this.sources));
		if (this.problems.isEmpty()) {
			this.all.getPools().forEach((name, own) -> {
				PoolDefinition definition = define(name, own);
				if (definition != null) {
					definitions.put(name, definition);
				}
			});
		}
		if (!this.problems.isEmpty()) {
			throw new InvalidPoolConfigurationException(this.problems);
		}
		return definitions;
	}

	/** What only pools have; environment variables get here with it. */
	private void checkShared(String layer) {
		checkAbsent(layer + ".jdbc", JdbcProperties.class);
		List.of("uri", "factory", "preset", "primary", "username", "password")
			.forEach((key) -> checkAbsent(layer + "." + key, String.class));
	}

	private void checkAbsent(String path, Class<?> type) {
		if (this.sources.isPresent(path, type)) {
			this.problems.add(new ConfigurationProblem(path, null, this.sources.origin(path),
					"no such key; only pools have it, below " + POOLS + ".<name>"));
		}
	}

	private @Nullable PoolDefinition define(String name, PoolProperties own) {
		String path = POOLS + "." + name;
		List<String> layers = layers(path, own.getPreset());
		PoolProperties properties = this.sources.bindLayers(layers);
		PoolTarget target = new PoolTargetReader(this.sources, path, own, properties).read(this.problems);
		PoolSettings settings = check(name, layers, "", () -> SettingsMapping.toSettings(name, properties));
		if (target != null && target.kind() == PoolTarget.Kind.TCP) {
			check(name, layers, "socket.", () -> TcpPools.socketSettings(properties.getSocket()));
			Codec codec = check(name, layers, "codec.", () -> TcpPools.codec(properties.getCodec()));
			check(name, layers, "ping.", () -> TextPing.of(properties.getPing(), codec));
		}
		return (target != null && settings != null) ? new PoolDefinition(name, target, settings, properties) : null;
	}

	private List<String> layers(String path, @Nullable String preset) {
		if (preset == null) {
			return List.of(DEFAULTS, path);
		}
		if (this.all.getPresets().containsKey(preset)) {
			return List.of(DEFAULTS, PRESETS + "." + preset, path);
		}
		this.problems.add(problem(this.sources.find(path + ".preset"), path + ".preset", preset,
				NearestName.hint(preset, this.all.getPresets().keySet()) + "presets there are: "
						+ String.join(", ", this.all.getPresets().keySet())));
		return List.of(DEFAULTS, path);
	}

	private <T extends @Nullable Object> @Nullable T check(String pool, List<String> layers, String group,
			Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (InvalidPoolSettingsException ex) {
			ex.violations().forEach((violation) -> this.problems.add(problem(pool, layers, group, violation)));
			return null;
		}
	}

	private ConfigurationProblem problem(String pool, List<String> layers, String group, Violation violation) {
		String path = POOLS + "." + pool;
		String key = group + violation.setting();
		ConfigurationProperty property = this.sources.find(layers, key);
		String reason = "allowed: " + violation.allowed();
		if (property != null && !property.getName().toString().startsWith(path + ".")) {
			reason += "; in force for " + path;
		}
		// a placeholder in a text may stand for a password
		boolean shown = property == null || !"ping.".equals(group);
		return problem(property, path + "." + key, shown ? violation.value() : null, reason);
	}

	static ConfigurationProblem problem(@Nullable ConfigurationProperty property, String path, @Nullable String value,
			String reason) {
		if (property == null) {
			return new ConfigurationProblem(path, value, null, reason);
		}
		String written = String.valueOf(property.getValue());
		return new ConfigurationProblem(property.getName().toString(),
				(value != null && written.contains("${")) ? written + " (" + value + ")" : written,
				property.getOrigin(), reason);
	}

}
