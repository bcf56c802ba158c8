package io.connpool.spring.autoconfigure;

import io.connpool.spring.SafeText;

/**
 * A pool with {@code warm-up: fail-fast} could not open its first connections.
 */
final class PoolStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient PoolDefinition definition;

	PoolStartException(PoolDefinition definition, Throwable cause) {
		super("Connection pool '" + definition.name() + "' could not be started on " + definition.target() + ": "
				+ SafeText.text(String.valueOf(cause.getMessage())), cause);
		this.definition = definition;
	}

	PoolDefinition definition() {
		return this.definition;
	}

}
