package io.connpool.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.connpool.PoolListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Times what happens in one pool. The timers exist once there is both a meter registry
 * and a pool that tells.
 */
/*
 * Which comes first differs: registries are bound before pools are started, but a pool
 * may be used before that. Everything but the events is called by one thread at a time.
 */
final class PoolTimers implements PoolListener {

	private final String prefix;

	private final Tags tags;

	private final List<MeterRegistry> registries = new ArrayList<>();

	private boolean listening;

	private volatile List<Timers> timers = List.of();

	PoolTimers(String prefix, Tags tags) {
		this.prefix = prefix;
		this.tags = tags;
	}

	void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		register();
	}

	void listening() {
		this.listening = true;
		register();
	}

	private void register() {
		if (this.listening) {
			// a registry gives the same timers again
			this.timers = this.registries.stream().map(this::timers).toList();
		}
	}

	private Timers timers(MeterRegistry registry) {
		return new Timers(registry,
				timer(registry, ".acquire",
						"Time to get a connection: every acquire that had to wait, and one in 64 of the others."),
				timer(registry, ".usage", "Time a connection was held: one in 64 leases of each connection."),
				timer(registry, ".creation", "Time to open a connection."));
	}

	private Timer timer(MeterRegistry registry, String name, String description) {
		return Timer.builder(this.prefix + name).description(description).tags(this.tags).register(registry);
	}

	void remove() {
		this.timers.forEach(Timers::remove);
		this.timers = List.of();
		this.registries.clear();
	}

	@Override
	public Timing timing() {
		return Timing.SAMPLED;
	}

	@Override
	public void onAcquired(long waitNanos) {
		if (waitNanos != NOT_MEASURED) {
			for (Timers each : this.timers) {
				each.acquire().record(waitNanos, TimeUnit.NANOSECONDS);
			}
		}
	}

	@Override
	public void onReleased(long heldNanos) {
		if (heldNanos != NOT_MEASURED) {
			for (Timers each : this.timers) {
				each.usage().record(heldNanos, TimeUnit.NANOSECONDS);
			}
		}
	}

	@Override
	public void onOpened(long openNanos) {
		for (Timers each : this.timers) {
			each.creation().record(openNanos, TimeUnit.NANOSECONDS);
		}
	}

	private record Timers(MeterRegistry registry, Timer acquire, Timer usage, Timer creation) {

		void remove() {
			this.registry.remove(this.acquire);
			this.registry.remove(this.usage);
			this.registry.remove(this.creation);
		}

	}

}
