package io.connpool;

import java.util.List;

/**
 * Settings that contradict each other or are out of range. Lists every violation.
 */
public final class InvalidPoolSettingsException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String poolName;

	private final transient List<Violation> violations;

	/**
	 * Creates the exception.
	 * @param poolName the name of the pool, as given
	 * @param violations all violations, at least one
	 */
	public InvalidPoolSettingsException(String poolName, List<Violation> violations) {
		super(message(poolName, violations));
		this.poolName = poolName;
		this.violations = List.copyOf(violations);
	}

	/**
	 * Returns the name of the pool.
	 * @return the name as given
	 */
	public String poolName() {
		return this.poolName;
	}

	/**
	 * Returns all violations.
	 * @return the violations
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	private static String message(String poolName, List<Violation> violations) {
		StringBuilder text = new StringBuilder(poolName).append(" – invalid settings:");
		violations.forEach((violation) -> text.append(System.lineSeparator()).append("  ").append(violation));
		return text.toString();
	}

	/**
	 * One setting that is not allowed.
	 *
	 * @param setting the name of the setting as in configuration, for example
	 * {@code min-idle}
	 * @param value its value
	 * @param allowed what is allowed
	 */
	public record Violation(String setting, String value, String allowed) {

		@Override
		public String toString() {
			return this.setting + " = " + this.value + ", allowed: " + this.allowed;
		}

	}

}
