package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Explains values below {@code connpool} that are not of the kind that their key takes.
 * Others are left to Boot, which names the Java type, and not what can be written.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class UnreadableValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName
		.of(ConnectionPoolProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConversionException conversion = findCause(cause, ConversionException.class);
		if (!PREFIX.isAncestorOf(cause.getName()) || conversion == null) {
			return null;
		}
		String path = cause.getName().toString();
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class));
		ConfigurationProperty property = cause.getProperty();
		ConfigurationProblem problem = new ConfigurationProblem(path, value(conversion, type),
				(property != null) ? property.getOrigin() : null, "allowed: " + allowed(type, cause.getTarget()));
		return new FailureAnalysis(String.format("A connection pool property cannot be read:%n%n") + problem,
				"Correct " + path + ".", cause);
	}

	/** What placeholders have become is what could not be read. */
	private static @Nullable String value(ConversionException conversion, Class<?> type) {
		// where keys belong, a text may be anything, and a secret too
		boolean shown = !Map.class.isAssignableFrom(type) && !Collection.class.isAssignableFrom(type);
		return (shown && conversion instanceof ConversionFailedException failed) ? String.valueOf(failed.getValue())
				: null;
	}

	private static String allowed(Class<?> type, Bindable<?> target) {
		if (type == Duration.class) {
			return "a duration such as 500ms, 2s or 10m"
					+ ((target.getAnnotation(InfiniteAllowed.class) != null) ? ", or infinite" : "");
		}
		if (type == DataSize.class) {
			return "a size such as 512B, 64KB or 1MB";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (type == Integer.class || type == Long.class) {
			return "a whole number that fits " + ((type == Long.class) ? "64" : "32") + " bits";
		}
		if (type.isEnum()) {
			return Stream.of(type.getEnumConstants())
				.map((value) -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		return Map.class.isAssignableFrom(type) ? "keys below it, each with a value"
				: "a value of type " + type.getSimpleName();
	}

}
