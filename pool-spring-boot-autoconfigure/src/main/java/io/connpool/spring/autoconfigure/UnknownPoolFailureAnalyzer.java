package io.connpool.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import io.connpool.ConnectionPool;
import io.connpool.spring.PooledConnectionTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Explains that a pool or its template cannot be injected: there is none of that name, or
 * it lends something else.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class UnknownPoolFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	UnknownPoolFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType wanted = cause.getResolvableType();
		if (wanted == null || cause.getNumberOfBeansFound() > 0 || !isOurs(wanted.resolve(Object.class))) {
			return null;
		}
		Map<String, String> pools = pools();
		String qualifier = qualifier(rootFailure);
		String message = String.format("%s asks for a %s, and there is none%s.%n%nConnection pools: %s",
				(description != null) ? description : "A bean", shortName(wanted),
				(qualifier != null) ? " named '" + qualifier + "'" : "", pools.isEmpty() ? "none" : describe(pools));
		return new FailureAnalysis(message, action(qualifier, pools), cause);
	}

	private static boolean isOurs(Class<?> type) {
		return ConnectionPool.class.isAssignableFrom(type) || PooledConnectionTemplate.class.isAssignableFrom(type);
	}

	private static String action(@Nullable String qualifier, Map<String, String> pools) {
		if (qualifier == null) {
			return "Ask for the connection type of one of the pools, or configure another one under "
					+ PoolDefinitions.POOLS + ".";
		}
		if (pools.containsKey(qualifier)) {
			return "Ask for the connection type that the pool lends: " + pools.get(qualifier) + ".";
		}
		String hint = NearestName.hint(qualifier, pools.keySet());
		return (hint.isEmpty() ? "" : "D" + hint.substring(1)) + "Correct the qualifier, or configure "
				+ PoolDefinitions.POOLS + "." + qualifier + ".";
	}

	private static String describe(Map<String, String> pools) {
		StringBuilder text = new StringBuilder();
		pools.forEach((name, type) -> text.append(text.isEmpty() ? "" : ", ").append("'" + name + "' lends " + type));
		return text.toString();
	}

	/** Connection types by name of the pool, which is its beans' qualifier. */
	private Map<String, String> pools() {
		Map<String, String> pools = new TreeMap<>();
		if (this.beanFactory instanceof ConfigurableListableBeanFactory beans) {
			for (String bean : beans.getBeanNamesForType(ConnectionPool.class, true, false)) {
				ResolvableType type = ConnectionTypes.argument(bean, ConnectionPool.class, beans);
				String name = bean.endsWith(PoolDefinition.POOL_SUFFIX)
						? bean.substring(0, bean.length() - PoolDefinition.POOL_SUFFIX.length()) : bean;
				pools.put(name, (type != ResolvableType.NONE) ? shortName(type) : "an unknown type");
			}
		}
		return pools;
	}

	private static String shortName(ResolvableType type) {
		return type.toString().replaceAll("[a-z0-9_]+\\.", "");
	}

	private static @Nullable String qualifier(Throwable failure) {
		InjectionPoint point = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied
					&& unsatisfied.getInjectionPoint() != null) {
				point = unsatisfied.getInjectionPoint();
			}
		}
		Qualifier qualifier = (point != null) ? point.getAnnotation(Qualifier.class) : null;
		return (qualifier != null) ? qualifier.value() : null;
	}

}
