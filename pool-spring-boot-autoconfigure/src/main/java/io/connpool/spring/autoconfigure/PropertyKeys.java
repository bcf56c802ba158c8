package io.connpool.spring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Knows which keys there are, and what is meant by those there are not.
 */
final class PropertyKeys {

	/** What other pools call it. */
	private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("maximumpoolsize", "max-size"),
			Map.entry("maximumsize", "max-size"), Map.entry("maxtotal", "max-size"), Map.entry("maxactive", "max-size"),
			Map.entry("minimumidle", "min-idle"), Map.entry("connectiontimeout", "acquire-timeout"),
			Map.entry("maxwait", "acquire-timeout"), Map.entry("connecttimeout", "open-timeout"),
			Map.entry("keepalivetime", "keepalive.interval"), Map.entry("leakdetectionthreshold", "leak-threshold"),
			Map.entry("jdbcurl", "uri"), Map.entry("url", "uri"));

	private PropertyKeys() {
	}

	/**
	 * Returns the keys that can be bound to a type, for example
	 * {@code keepalive.interval}.
	 */
	static Set<String> of(Class<?> type) {
		Set<String> keys = new TreeSet<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			String key = DataObjectPropertyName.toDashedForm(property.getName());
			Class<?> propertyType = property.getPropertyType();
			if (property.getWriteMethod() != null) {
				keys.add(key);
			}
			else if (propertyType != null && propertyType.getPackage() == PropertyKeys.class.getPackage()) {
				of(propertyType).forEach((nested) -> keys.add(key + "." + nested));
			}
		}
		return keys;
	}

	/**
	 * Returns whether there is a key of that path.
	 * @param path a path below the prefix
	 */
	static boolean exists(ConfigurationPropertyName path) {
		String key = key(path);
		return keys(path).stream().anyMatch((known) -> canonical(known).equals(canonical(key)));
	}

	/**
	 * Returns the path that was probably meant by one that does not exist.
	 * @param path an unknown path below the prefix
	 * @return a hint, or if nothing is near, what there is
	 */
	static String hint(ConfigurationPropertyName path) {
		int depth = depth(path);
		String parent = path.chop(Math.min(depth, path.getNumberOfElements())).toString();
		String key = key(path);
		Set<String> keys = keys(path);
		String nearest = ELSEWHERE.get(key.replaceAll("[^a-z0-9]", ""));
		if (nearest == null || !keys.contains(nearest)) {
			nearest = NearestName.of(key, keys);
		}
		return (nearest != null) ? "did you mean '" + parent + "." + nearest + "'?"
				: "allowed below " + parent + ": " + String.join(", ", keys);
	}

	private static String key(ConfigurationPropertyName path) {
		int depth = depth(path);
		return (path.getNumberOfElements() > depth) ? path.subName(depth).toString() : "";
	}

	/** As Boot compares keys: each of the parts without dashes. */
	private static String canonical(String key) {
		return key.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static Set<String> keys(ConfigurationPropertyName path) {
		return switch (section(path)) {
			case "defaults", "presets" -> of(SettingsProperties.class);
			case "pools" -> of(PoolProperties.class);
			default -> new TreeSet<>(Set.of("enabled", "lifecycle.phase", "defaults", "presets", "pools"));
		};
	}

	private static int depth(ConfigurationPropertyName path) {
		return switch (section(path)) {
			case "defaults" -> 2;
			case "presets", "pools" -> 3;
			default -> 1;
		};
	}

	private static String section(ConfigurationPropertyName path) {
		return (path.getNumberOfElements() > 1) ? path.getElement(1, Form.UNIFORM) : "";
	}

}
