package io.connpool.spring.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidPoolConfigurationException}.
 */
final class InvalidPoolConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPoolConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoolConfigurationException cause) {
		String properties = cause.problems()
			.stream()
			.map(ConfigurationProblem::property)
			.distinct()
			.collect(Collectors.joining(", "));
		return new FailureAnalysis(String.valueOf(cause.getMessage()), "Correct " + properties + ".", cause);
	}

}
