package io.connpool.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Pools that cannot be made as configured. Lists every problem.
 */
final class InvalidPoolConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<ConfigurationProblem> problems;

	InvalidPoolConfigurationException(List<ConfigurationProblem> problems) {
		super(problems.stream()
			.map(ConfigurationProblem::toString)
			.collect(Collectors.joining(System.lineSeparator(), "The connection pools cannot be made as configured:"
					+ System.lineSeparator() + System.lineSeparator(), "")));
		this.problems = List.copyOf(problems);
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
