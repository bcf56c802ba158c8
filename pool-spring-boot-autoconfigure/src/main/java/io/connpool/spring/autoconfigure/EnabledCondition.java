package io.connpool.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Reads {@code connpool.enabled} as any other boolean: a value that is none fails the
 * start. Boot's own condition would take it for false, and all pools would be gone.
 */
final class EnabledCondition extends SpringBootCondition {

	private static final String KEY = ConnectionPoolProperties.PREFIX + ".enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = !Boolean.FALSE
			.equals(Binder.get(context.getEnvironment()).bind(KEY, Boolean.class).orElse(null));
		return new ConditionOutcome(enabled, ConditionMessage.forCondition(KEY).because("it is " + enabled));
	}

}
