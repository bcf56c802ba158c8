package io.connpool.test;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What one method of a {@link FakeConnectionFactory} does when it is called: as a rule
 * its normal work, else what it was told to do for the next calls or until further
 * notice.
 *
 * <pre>{@code
 * factory.opens().failNext(2, new ConnectException("refused"));
 * factory.validations().answer(false);
 * factory.closes().hang();
 * factory.heal();
 * }</pre>
 *
 * <p>
 * <b>Threads:</b> any.
 *
 * @param <S> what the method is called with
 * @param <R> what it returns
 */
public final class Script<S, R extends @Nullable Object> {

	private final Action<S, R> normal;

	private final ConcurrentLinkedQueue<Action<S, R>> next = new ConcurrentLinkedQueue<>();

	private final Set<Thread> hung = ConcurrentHashMap.newKeySet();

	private final Set<Thread> deaf = ConcurrentHashMap.newKeySet();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	private volatile Action<S, R> standing;

	Script(Action<S, R> normal) {
		this.normal = normal;
		this.standing = normal;
	}

	/**
	 * Answers this, until further notice.
	 * @param answer what to return
	 */
	public void answer(R answer) {
		this.standing = (subject) -> answer;
	}

	/**
	 * Answers these in the next calls, one each.
	 * @param answers what to return
	 */
	@SafeVarargs
	public final void answerNext(R... answers) {
		for (R answer : answers) {
			this.next.add((subject) -> answer);
		}
	}

	/**
	 * Throws this, until further notice.
	 * @param failure any throwable, checked or not
	 */
	public void fail(Throwable failure) {
		this.standing = failing(failure);
	}

	/**
	 * Throws this in the next calls.
	 * @param times how many calls
	 * @param failure any throwable, checked or not
	 */
	public void failNext(int times, Throwable failure) {
		doNext(times, failing(failure));
	}

	/**
	 * Blocks, until further notice, and then does the normal work; an interrupt ends it.
	 */
	public void hang() {
		this.standing = hanging(false);
	}

	/**
	 * Blocks in the next calls, and then does the normal work; an interrupt ends it.
	 * @param times how many calls
	 */
	public void hangNext(int times) {
		doNext(times, hanging(false));
	}

	/**
	 * Blocks in the next calls whatever happens but {@link #release()}, and then does the
	 * normal work.
	 * @param times how many calls
	 */
	public void hangDeafNext(int times) {
		doNext(times, hanging(true));
	}

	/**
	 * Does something before the normal work, until further notice.
	 * @param action is run on the thread that calls the method
	 */
	public void before(Runnable action) {
		this.standing = (subject) -> {
			action.run();
			return this.normal.perform(subject);
		};
	}

	/**
	 * Lets all blocked calls go on.
	 */
	public void release() {
		Thread[] threads = this.hung.toArray(new Thread[0]);
		this.deaf.clear();
		this.hung.clear();
		Arrays.stream(threads).forEach(LockSupport::unpark);
	}

	/**
	 * Goes back to the normal work. Blocked calls stay blocked.
	 */
	public void heal() {
		this.next.clear();
		this.standing = this.normal;
	}

	/**
	 * Returns how often the method was called.
	 * @return the number of calls begun
	 */
	public int calls() {
		return this.calls.get();
	}

	/**
	 * Returns how many calls are running, blocked ones included.
	 * @return the number of calls begun and not ended
	 */
	public int running() {
		return this.running.get();
	}

	/**
	 * Returns how many calls ran at the same time at most.
	 * @return the greatest number of calls at once so far
	 */
	public int peak() {
		return this.peak.get();
	}

	/**
	 * Returns whether a thread is blocked in this method until somebody releases or
	 * interrupts it.
	 * @param thread any thread
	 * @return true if it waits here and nothing has come to wake it
	 */
	public boolean isHanging(Thread thread) {
		boolean interrupted = thread.isInterrupted(); // before the sets: its owner clears
														// it last
		return this.hung.contains(thread) && (!interrupted || this.deaf.contains(thread));
	}

	R play(S subject) {
		this.calls.incrementAndGet();
		this.peak.accumulateAndGet(this.running.incrementAndGet(), Math::max);
		try {
			Action<S, R> action = this.next.poll();
			return ((action != null) ? action : this.standing).perform(subject);
		}
		catch (Throwable ex) {
			throw Script.<RuntimeException>sneaky(ex);
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	private void doNext(int times, Action<S, R> action) {
		for (int i = 0; i < times; i++) {
			this.next.add(action);
		}
	}

	private static <S, R extends @Nullable Object> Action<S, R> failing(Throwable failure) {
		return (subject) -> {
			throw failure;
		};
	}

	private Action<S, R> hanging(boolean deafToInterrupts) {
		return (subject) -> {
			hangUntilReleased(deafToInterrupts);
			return this.normal.perform(subject);
		};
	}

	private void hangUntilReleased(boolean deafToInterrupts) throws InterruptedException {
		Thread me = Thread.currentThread();
		if (deafToInterrupts) {
			this.deaf.add(me);
		}
		this.hung.add(me);
		boolean interrupted = false;
		while (this.hung.contains(me)) {
			LockSupport.park(this);
			if (me.isInterrupted()) {
				if (!deafToInterrupts) {
					this.hung.remove(me);
					Thread.interrupted();
					throw new InterruptedException("interrupted while the script had it hang");
				}
				interrupted |= Thread.interrupted(); // else park would not block
			}
		}
		if (interrupted) {
			me.interrupt();
		}
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> X sneaky(Throwable ex) throws X {
		throw (X) ex;
	}

	/** One call. */
	@FunctionalInterface
	interface Action<S, R extends @Nullable Object> {

		R perform(S subject) throws Throwable;

	}

}
