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
		return new FailureAnalysis(String.valueOf(cause.getMessage()), "Make sure that " + definition.target()
				+ " answers, or set " + definition.path() + ".warm-up to 'background' to start without it.", cause);
	}

}
