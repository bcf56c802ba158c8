package io.connpool.benchmarks.soak;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Carries out what was planned. */
final class Mischief {

	private static final long PESTER_MILLIS = 2;

	private final List<Station> stations;

	private final Healing healing;

	private final Findings findings;

	private final Crowd crowd;

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(3, (task) -> {
		Thread thread = new Thread(task, "soak-mischief");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicLong blunders = new AtomicLong();

	Mischief(List<Station> stations, Healing healing, Findings findings, Crowd crowd) {
		this.stations = stations;
		this.healing = healing;
		this.findings = findings;
		this.crowd = crowd;
	}

	void start(List<Attack> plan, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		this.executor.scheduleAtFixedRate(() -> this.crowd.pester(random), PESTER_MILLIS, PESTER_MILLIS,
				TimeUnit.MILLISECONDS);
		for (Attack attack : plan) {
			this.executor.schedule(() -> begin(attack), attack.at().toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void begin(Attack attack) {
		Station station = this.stations.get(attack.station());
		station.target().trouble().begin(attack.kind());
		this.healing.begun(attack.kind(), attack.lasting().toNanos());
		attempt(attack, () -> attack.kind().begin(station, new SplittableRandom(attack.seed())));
		if (attack.kind().isInstant()) {
			end(attack);
		}
		else {
			this.executor.schedule(() -> end(attack), attack.lasting().toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void end(Attack attack) {
		Station station = this.stations.get(attack.station());
		attempt(attack, () -> attack.kind().end(station, new SplittableRandom(attack.seed())));
		station.target().trouble().end();
	}

	private void attempt(Attack attack, Runnable deed) {
		try {
			deed.run();
		}
		catch (RuntimeException | Error ex) {
			this.blunders.incrementAndGet();
			this.findings.add("the soak itself failed", attack + ": " + ex);
		}
	}

	/** Ends when everything planned has been done. */
	void stop() {
		this.executor.shutdownNow();
		this.stations.forEach((station) -> station.target().trouble().settle());
	}

	/** How often a fault could not be brought about. */
	long blunders() {
		return this.blunders.get();
	}

}
