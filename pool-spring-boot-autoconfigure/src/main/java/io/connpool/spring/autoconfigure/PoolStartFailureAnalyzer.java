package io.connpool.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PoolStartException}.
 */
final class PoolStartFailureAnalyzer extends AbstractFailureAnalyzer<PoolStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PoolStartException cause) {
		PoolDefinition definition = cause.definition();
		return new FailureAnalysis(cause.getMessage() + rootCause(cause), "Make sure that " + definition.target()
				+ " answers, or set " + definition.path() + ".warm-up to 'background' to start without it.", cause);
	}

	private static String rootCause(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return String.format("%n%nRoot cause: %s", root);
	}

}
