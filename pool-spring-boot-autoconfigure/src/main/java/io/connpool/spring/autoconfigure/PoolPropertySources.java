package io.connpool.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Where the configuration of pools is read from: the environment, and beneath it the
 * presets we ship, so that every key of those can be overridden one by one.
 */
final class PoolPropertySources {

	private final List<ConfigurationPropertySource> sources = new ArrayList<>();

	private final Binder binder;

	PoolPropertySources(Environment environment) {
		ConfigurationPropertySources.get(environment).forEach(this.sources::add);
		this.sources.add(ShippedPresets.source());
		GenericConversionService conversion = new GenericConversionService();
		conversion.addConverter(new InfiniteDurationConverter());
		this.binder = new Binder(this.sources, new PropertySourcesPlaceholdersResolver(environment), conversion);
	}

	/**
	 * Binds everything below {@code connpool}, and fails on a key that does not exist.
	 * Environment variables alone may be meant for somebody else.
	 */
	ConnectionPoolProperties bindAll() {
		BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, PoolPropertySources::isStrict);
		return this.binder.bindOrCreate(ConnectionPoolProperties.PREFIX, Bindable.of(ConnectionPoolProperties.class),
				strict);
	}

	private static boolean isStrict(ConfigurationPropertySource source) {
		return !(source.getUnderlyingSource() instanceof PropertySource<?> properties)
				|| !StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(properties.getName());
	}

	/**
	 * Binds one pool, layer upon layer: each overrides the keys that it has.
	 */
	PoolProperties bindLayers(List<String> layers) {
		PoolProperties properties = new PoolProperties();
		Bindable<PoolProperties> target = Bindable.ofInstance(properties);
		layers.forEach((layer) -> this.binder.bind(layer, target));
		return properties;
	}

	/**
	 * Returns whether there is anything below a path.
	 */
	boolean isPresent(String path, Class<?> type) {
		return this.binder.bind(path, type).isBound();
	}

	/**
	 * Finds a property.
	 */
	@Nullable ConfigurationProperty find(String path) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(path);
		return this.sources.stream()
			.map((source) -> source.getConfigurationProperty(name))
			.filter((property) -> property != null)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Finds a property of a pool in the uppermost layer that has it.
	 */
	@Nullable ConfigurationProperty find(List<String> layers, String key) {
		for (int i = layers.size() - 1; i >= 0; i--) {
			ConfigurationProperty property = find(layers.get(i) + "." + key);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/**
	 * Finds where a property, or the first one below it, was written.
	 */
	@Nullable Origin origin(String path) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(path, '.');
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property == null && source instanceof IterableConfigurationPropertySource iterable) {
				property = iterable.stream()
					.filter(name::isAncestorOf)
					.findFirst()
					.map(iterable::getConfigurationProperty)
					.orElse(null);
			}
			if (property != null) {
				return property.getOrigin();
			}
		}
		return null;
	}

}
