package io.connpool.spring.health;

import java.util.stream.Stream;

import io.connpool.spring.ConnectionPoolRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * The health of all pools, one child each.
 *
 * <p>
 * A pool is {@code UP} while it runs, also when every connection is leased;
 * {@code OUT_OF_SERVICE} while it is suspended; {@code DOWN} when opening is believed not
 * to work and no connection is there, or when it is closed. Asking borrows no connection
 * and opens none.
 */
public final class ConnectionPoolHealthContributor implements CompositeHealthContributor {

	private final ConnectionPoolRegistry registry;

	/**
	 * Creates the contributor.
	 * @param registry has the pools; those whose health is switched off are left out
	 */
	public ConnectionPoolHealthContributor(ConnectionPoolRegistry registry) {
		this.registry = registry;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		boolean shown = this.registry.getPools().containsKey(name) && this.registry.describe(name).healthEnabled();
		return shown ? indicator(name) : null;
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.registry.getPools()
			.keySet()
			.stream()
			.filter((name) -> this.registry.describe(name).healthEnabled())
			.map((name) -> new HealthContributors.Entry(name, indicator(name)));
	}

	private HealthContributor indicator(String name) {
		return new ConnectionPoolHealthIndicator(this.registry.pool(name), this.registry.describe(name));
	}

}
