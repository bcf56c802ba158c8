package io.connpool.spring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** What keys must not be set to: by their type, and by their range. */
final class BadValues {

	private static final String POSITIVE = "a duration of more than zero";

	private static final String NOT_NEGATIVE = "a duration, zero or more";

	private static final String BUFFER = "0 (the system's) to 1073741824";

	private static final Range TIMEOUT = new Range(POSITIVE, "0s", "0", "-1s", "-1", "PT-0.000000001S");

	private static final Range INTERVAL = new Range(NOT_NEGATIVE, "-1s", "-1", "PT-0.000000001S");

	private static final Range BYTES = new Range(BUFFER, "-1B", "-1", "1073741825B", "2GB", "8000000TB");

	/** Of every key that holds a number, a time or a size. */
	static final Map<String, Range> OUT_OF_RANGE = Map.ofEntries(
			Map.entry("max-size", new Range("1 to 100000", "0", "-1", "100001", "2147483647")),
			Map.entry("min-idle", new Range("0 to max-size (10)", "-1", "11", "2147483647")),
			Map.entry("acquire-timeout", TIMEOUT), Map.entry("open-timeout", TIMEOUT),
			Map.entry("validation-timeout", TIMEOUT), Map.entry("close-timeout", TIMEOUT),
			Map.entry("validate-after-idle", INTERVAL), Map.entry("keepalive.interval", INTERVAL),
			Map.entry("idle-timeout", INTERVAL), Map.entry("max-lifetime", INTERVAL),
			Map.entry("max-lease-time", INTERVAL), Map.entry("leak-threshold", INTERVAL),
			Map.entry("close.drain-timeout", INTERVAL),
			Map.entry("opening.parallelism", new Range("1 to 1000", "0", "-1", "1001")),
			Map.entry("breaker.failure-threshold", new Range("1 to 1000", "0", "-1", "1001")),
			Map.entry("max-waiting", new Range("1 to 10000000", "0", "-1", "10000001")),
			Map.entry("keepalive.tries", new Range("1 to 10", "0", "-1", "11")),
			Map.entry("max-uses", new Range("0 (no limit) or more", "-1", "-9223372036854775808")),
			Map.entry("max-quarantined", new Range("1 to 100000", "0", "-1", "100001")),
			Map.entry("socket.read-timeout", TIMEOUT), Map.entry("socket.write-timeout", TIMEOUT),
			Map.entry("socket.send-buffer-size", BYTES), Map.entry("socket.receive-buffer-size", BYTES),
			Map.entry("codec.length-bytes", new Range("1, 2, 4 or 8", "0", "-4", "3", "5", "9", "16")),
			Map.entry("codec.max-frame-size",
					new Range("1 to 1073741824 (bytes)", "0B", "0", "-1B", "1073741825B", "2GB", "8000000TB")));

	private BadValues() {
	}

	/** The keys of a properties class, each with its type. */
	static Map<String, Class<?>> types(Class<?> properties) {
		Map<String, Class<?>> types = new TreeMap<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(properties)) {
			String key = DataObjectPropertyName.toDashedForm(property.getName());
			Class<?> type = property.getPropertyType();
			if (property.getWriteMethod() != null) {
				types.put(key, ClassUtils.resolvePrimitiveIfNecessary(type));
			}
			else if (type != null && type.getPackage() == BadValues.class.getPackage()) {
				types(type).forEach((nested, nestedType) -> types.put(key + "." + nested, nestedType));
			}
		}
		return types;
	}

	/** Whether a type has values out of range. */
	static boolean hasRange(Class<?> type) {
		return Number.class.isAssignableFrom(type) || type == Duration.class || type == DataSize.class;
	}

	/** What cannot be read as a value of a type. */
	static List<String> unreadable(Class<?> type) {
		if (Number.class.isAssignableFrom(type)) {
			return List.of("ten", "1.5", "1,000", "--1", "99999999999999999999");
		}
		if (type == Duration.class) {
			return List.of("soon", "5 parsecs", "1x", "1h30", "1.5s", "99999999999999999999d", "9223372036854775807d");
		}
		if (type == DataSize.class) {
			return List.of("big", "1 stone", "1.5MB", "1GiB", "9223372036854775807TB");
		}
		if (type == Boolean.class) {
			return List.of("maybe", "2", "ja");
		}
		if (type.isEnum()) {
			return List.of("nonsense", "0", type.getEnumConstants()[0] + "," + type.getEnumConstants()[1]);
		}
		return Map.class.isAssignableFrom(type) ? List.of("text") : List.of();
	}

	/** What must be said to be allowed instead. */
	static String readable(String key, Class<?> type) {
		if (type == Duration.class) {
			return "a duration such as 500ms, 2s or 10m" + ("acquire-timeout".equals(key) ? ", or infinite" : "");
		}
		if (type == DataSize.class) {
			return "a size such as 512B, 64KB or 1MB";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (Number.class.isAssignableFrom(type)) {
			return "a whole number that fits ";
		}
		if (type.isEnum()) {
			return DataObjectPropertyName.toDashedForm(type.getEnumConstants()[0].toString().toLowerCase())
				.replace('_', '-') + ", ";
		}
		return "keys below it";
	}

	/**
	 * Values that a key does not allow.
	 *
	 * @param allowed what the refusal calls allowed
	 * @param values as they are written
	 */
	record Range(String allowed, List<String> values) {

		Range(String allowed, String... values) {
			this(allowed, List.of(values));
		}

	}

}
