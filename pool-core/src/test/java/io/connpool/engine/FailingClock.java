package io.connpool.engine;

import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Has a thread run out of stack when it looks for the n-th time.
 */
final class FailingClock implements NanoClock {

	private final AtomicInteger left = new AtomicInteger();

	private volatile @Nullable Thread victim;

	private volatile @Nullable String victims;

	/** Has the calling thread fail. */
	void failAt(int look) {
		this.left.set(look);
		this.victim = Thread.currentThread();
	}

	/** Has whichever thread fail that has such a name and comes to the n-th look. */
	void failOnThreads(String prefix, int look) {
		this.left.set(look);
		this.victims = prefix;
	}

	boolean hasFailed() {
		return this.left.get() <= 0;
	}

	void failNoMore() {
		this.victim = null;
		this.victims = null;
	}

	@Override
	public long nanos() {
		if (isVictim(Thread.currentThread()) && this.left.decrementAndGet() == 0) {
			failNoMore();
			throw new StackOverflowError("simulated");
		}
		return System.nanoTime();
	}

	private boolean isVictim(Thread thread) {
		String names = this.victims;
		return thread == this.victim || (names != null && thread.getName().startsWith(names));
	}

}
