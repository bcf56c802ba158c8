package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.connpool.benchmarks.race.PinnedEvents;
import io.connpool.benchmarks.race.VirtualThreads;

/**
 * One soak from its first borrower to its last figure.
 */
final class SoakRun {

	private static final Duration FAREWELL = Duration.ofSeconds(30);

	/** The housekeeper goes after one second, idle workers after five. */
	private static final Duration THREADS_GO = Duration.ofSeconds(20);

	private static final int MOST_VITALS_SECONDS = 60;

	private final SoakOptions options;

	private final Stations stations;

	private final List<Vitals> vitals = new ArrayList<>();

	private long startedAt;

	SoakRun(SoakOptions options, Stations stations) {
		this.options = options;
		this.stations = stations;
	}

	Sheet run() throws Exception {
		List<Station> all = this.stations.all();
		Crowd crowd = new Crowd(all, this.options.borrowers(), this.options.rate(), this.options.seed());
		Mischief mischief = new Mischief(all, this.stations.healing(), this.stations.findings(), crowd);
		LogBookProvider.book().clear();
		try (Watch watch = new Watch(all, this.stations.findings());
				Pulse pulse = this.stations.pulse();
				PinnedEvents pinned = new PinnedEvents()) {
			long cpu = Vitals.cpuNanos();
			this.startedAt = System.nanoTime();
			pulse.start();
			watch.start();
			crowd.start();
			mischief.start(plan(all), this.options.seed());
			takeVitals();
			mischief.stop();
			crowd.leave(FAREWELL);
			double cpuShare = (double) (Vitals.cpuNanos() - cpu) / elapsed().toNanos();
			Duration length = elapsed();
			long pins = VirtualThreads.exist() ? pinned.stop() : -1;
			List<Exam> exams = new ArrayList<>();
			for (Station station : all) {
				exams.add(Exam.take(station, watch.mostQuarantined(station)));
			}
			watch.close();
			return new Sheet(new Evidence(this.options, length, all, exams, this.stations.healing(),
					this.stations.findings(), this.vitals, crowd.size(), crowd.stillInside(), watch.lostWakeUps(),
					mischief.blunders(), threadsLeft(), pulse.worstMillis(), cpuShare, pins, log()));
		}
	}

	/** Empty if somebody had a logger before the soak could say where lines go. */
	private Optional<LogBook> log() {
		if (!LogBookProvider.isInstalled()) {
			return Optional.empty();
		}
		LogBookProvider.book().errors().forEach((line) -> this.stations.findings().add("error in the log", line));
		return Optional.of(LogBookProvider.book());
	}

	private List<Attack> plan(List<Station> all) {
		List<List<Kind>> menus = all.stream()
			.map((station) -> Arrays.stream(Kind.values()).filter((kind) -> kind.suits(station.target())).toList())
			.toList();
		return Attack.plan(this.options.seed(), menus, this.options.pace(), this.options.length());
	}

	/** Once everything is warm, then every minute, and at the end. */
	private void takeVitals() {
		long total = this.options.length().toNanos();
		long step = Math.min(Duration.ofSeconds(MOST_VITALS_SECONDS).toNanos(), Math.max(1, total / 6));
		for (long next = step; next < total; next += step) {
			sleepUntil(next);
			takeOne();
		}
		sleepUntil(total);
		takeOne();
	}

	private void takeOne() {
		Vitals taken = Vitals.taken(elapsed().toNanos() / 60e9);
		this.vitals.add(taken);
		long ok = this.stations.all().stream().mapToLong((station) -> station.ledger().ok()).sum();
		this.stations.told()
			.accept("minute " + Figure.decimal(taken.minute()) + ": " + Figure.number(ok) + " exchanges, "
					+ this.stations.healing().faults() + " faults, " + this.stations.findings().count() + " findings");
	}

	private void sleepUntil(long nanos) {
		for (long left = nanos - elapsed().toNanos(); left > 0; left = nanos - elapsed().toNanos()) {
			LockSupport.parkNanos(left);
		}
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	private static int threadsLeft() {
		Exam.await(() -> threadsOfPools() == 0, THREADS_GO);
		return threadsOfPools();
	}

	private static int threadsOfPools() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("connpool-"))
			.count();
	}

}
