package io.connpool.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains keys below {@code connpool} that do not exist. Others are left to Boot.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName
		.of(ConnectionPoolProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> unknown = cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.toList();
		if (unknown.isEmpty()) {
			return null;
		}
		String description = unknown.stream()
			.map((property) -> problem(property).toString())
			.collect(Collectors.joining(System.lineSeparator(), String.format("%s:%n%n", headline(unknown)), ""));
		return new FailureAnalysis(description, "Correct or remove "
				+ unknown.stream().map((property) -> property.getName().toString()).collect(Collectors.joining(", "))
				+ ".", cause);
	}

	private static String headline(List<ConfigurationProperty> unknown) {
		boolean empty = unknown.stream().allMatch((property) -> PropertyKeys.exists(property.getName()));
		return empty ? "Connection pool properties have no value" : "There are no such connection pool properties";
	}

	private static ConfigurationProblem problem(ConfigurationProperty property) {
		// no value: it may be a secret under a misspelled key
		return new ConfigurationProblem(property.getName().toString(), null, property.getOrigin(),
				reason(property.getName()));
	}

	private static String reason(ConfigurationPropertyName key) {
		// to Boot, what is bound to nothing is not bound
		return PropertyKeys.exists(key) ? "empty; allowed: a value, or no such line"
				: "no such key; " + PropertyKeys.hint(key);
	}

}
