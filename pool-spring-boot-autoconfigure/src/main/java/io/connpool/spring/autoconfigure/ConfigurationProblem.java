package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Something in the configuration that prevents the start.
 *
 * @param property the path of the property
 * @param value its value as written, or null if there is none to show
 * @param origin where it was written, or null if that is not known
 * @param reason why it cannot be, and what can
 */
record ConfigurationProblem(String property, @Nullable String value, @Nullable Origin origin, String reason) {

	/**
	 * Returns the problem as Boot shows a value that cannot be bound.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append(String.format("    Property: %s%n", this.property));
		if (this.value != null) {
			text.append(String.format("    Value: \"%s\"%n", this.value));
		}
		if (this.origin != null) {
			text.append(String.format("    Origin: %s%n", this.origin));
		}
		return text.append(String.format("    Reason: %s%n", this.reason)).toString();
	}

}
