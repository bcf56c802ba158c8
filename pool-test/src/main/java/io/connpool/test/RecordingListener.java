package io.connpool.test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.connpool.CloseReason;
import io.connpool.LeakReport;
import io.connpool.PoolListener;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what it is told, as a tape: {@code opened}, {@code open failed},
 * {@code acquired}, {@code released}, {@code valid}, {@code invalid},
 * {@code closed IDLE_TIMEOUT}, {@code leak #1}, {@code timeout}.
 *
 * <p>
 * <b>Threads:</b> any.
 */
public final class RecordingListener implements PoolListener {

	private final Timing timing;

	private final Queue<Event> events = new ConcurrentLinkedQueue<>();

	private final Queue<LeakReport> leaks = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Consumer<Event> action;

	/**
	 * Creates a listener that wants every event timed.
	 */
	public RecordingListener() {
		this(Timing.EXACT);
	}

	/**
	 * Creates a listener.
	 * @param timing the timing it wants
	 */
	public RecordingListener(Timing timing) {
		this.timing = timing;
	}

	/**
	 * Does something on each event, after writing it down; to throw from a listener, or
	 * to call the pool.
	 * @param action runs on the thread that caused the event
	 */
	public void onEach(Consumer<Event> action) {
		this.action = action;
	}

	/**
	 * Does nothing more on events than write them down.
	 */
	public void heal() {
		this.action = null;
	}

	/**
	 * Returns the tape.
	 * @return the names of all events so far, in order
	 */
	public List<String> tape() {
		return this.events.stream().map(Event::name).toList();
	}

	/**
	 * Returns what was written down.
	 * @return all events so far, in order
	 */
	public List<Event> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Returns how often something happened.
	 * @param name the name of an event
	 * @return the number of events of exactly that name
	 */
	public int count(String name) {
		return (int) this.events.stream().filter((event) -> event.name().equals(name)).count();
	}

	/**
	 * Returns the leases that were held for too long.
	 * @return all reports so far, in order
	 */
	public List<LeakReport> leaks() {
		return List.copyOf(this.leaks);
	}

	/**
	 * Forgets the tape, and the leaks.
	 */
	public void clear() {
		this.events.clear();
		this.leaks.clear();
	}

	@Override
	public Timing timing() {
		return this.timing;
	}

	@Override
	public void onAcquired(long waitNanos) {
		record("acquired", waitNanos, null);
	}

	@Override
	public void onReleased(long heldNanos) {
		record("released", heldNanos, null);
	}

	@Override
	public void onOpened(long openNanos) {
		record("opened", openNanos, null);
	}

	@Override
	public void onOpenFailed(long openNanos, Throwable failure) {
		record("open failed", openNanos, failure);
	}

	@Override
	public void onValidated(boolean valid, long validationNanos) {
		record(valid ? "valid" : "invalid", validationNanos, null);
	}

	@Override
	public void onClosed(CloseReason reason) {
		record("closed " + reason, NOT_MEASURED, null);
	}

	@Override
	public void onLeak(LeakReport leak) {
		this.leaks.add(leak);
		record("leak #" + leak.lease().connectionId(), leak.lease().held().toNanos(), null);
	}

	@Override
	public void onTimeout(long waitNanos) {
		record("timeout", waitNanos, null);
	}

	private void record(String name, long nanos, @Nullable Throwable failure) {
		Event event = new Event(name, nanos, failure);
		this.events.add(event);
		Consumer<Event> action = this.action;
		if (action != null) {
			action.accept(event);
		}
	}

	/**
	 * One event.
	 *
	 * @param name what happened
	 * @param nanos how long it took, or {@link PoolListener#NOT_MEASURED}
	 * @param failure why it failed, or null
	 */
	public record Event(String name, long nanos, @Nullable Throwable failure) {
	}

}
