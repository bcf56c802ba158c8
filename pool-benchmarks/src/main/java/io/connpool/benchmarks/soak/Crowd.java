package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connpool.benchmarks.race.VirtualThreads;

/**
 * All borrowers: on virtual threads where the JDK has them, else on platform threads.
 * Each thinks between two exchanges, so that all of them together ask no more often than
 * they should, and less often where the pools are slow.
 */
final class Crowd {

	/** Small, since there are thousands. */
	private static final long STACK_BYTES = 256 * 1024;

	private final List<Borrower> borrowers = new ArrayList<>();

	private final long thinkMillis;

	private final CountDownLatch inside;

	private volatile boolean over;

	/**
	 * Gathers borrowers; none begins.
	 * @param stations what they use, according to their shares
	 * @param size how many about
	 * @param rate exchanges a second, of all together
	 * @param seed of what they do
	 */
	Crowd(List<Station> stations, int size, double rate, long seed) {
		int shares = stations.stream().mapToInt(Station::share).sum();
		for (Station station : stations) {
			for (int i = 0; i < Math.max(1, size * station.share() / shares); i++) {
				this.borrowers.add(new Borrower(this.borrowers.size(), station, this, seed));
			}
		}
		this.thinkMillis = Math.max(1, Math.round(1000 * this.borrowers.size() / rate));
		this.inside = new CountDownLatch(this.borrowers.size());
	}

	void start() {
		for (Borrower borrower : this.borrowers) {
			if (VirtualThreads.exist()) {
				VirtualThreads.start(borrower);
			}
			else {
				Thread thread = new Thread(null, borrower, borrower.toString(), STACK_BYTES);
				thread.setDaemon(true);
				thread.start();
			}
		}
	}

	/** Tells all to go, and waits for that. */
	void leave(Duration limit) throws InterruptedException {
		this.over = true;
		this.inside.await(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	void left() {
		this.inside.countDown();
	}

	boolean isOver() {
		return this.over;
	}

	long thinkMillis() {
		return this.thinkMillis;
	}

	int size() {
		return this.borrowers.size();
	}

	/** How many have not gone. */
	long stillInside() {
		return this.inside.getCount();
	}

	/** Interrupts one of those whose station says so. */
	void pester(SplittableRandom random) {
		Borrower one = this.borrowers.get(random.nextInt(this.borrowers.size()));
		if (one.station().isPestered()) {
			one.interrupt();
		}
	}

}
