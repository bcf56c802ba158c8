package io.connpool.engine;

import java.util.List;

import io.connpool.CloseReason;
import io.connpool.LeaseInfo;
import io.connpool.PoolListener;

/*
 * The listeners behind a wall: whatever one throws is logged and neither the pool nor the other
 * listeners notice.
 */
final class Notifier {

	/** One acquire in this many of each connection is timed, for SAMPLED. */
	static final int SAMPLE_MASK = 63;

	private final PoolListener[] listeners;

	private final PoolLog log;

	final boolean exact;

	final boolean sampled;

	Notifier(List<PoolListener> listeners, PoolLog log) {
		this.listeners = listeners.toArray(PoolListener[]::new);
		this.log = log;
		boolean anyExact = false;
		boolean anySampled = false;
		for (PoolListener listener : this.listeners) {
			PoolListener.Timing timing = listener.timing();
			anyExact |= timing == PoolListener.Timing.EXACT;
			anySampled |= timing == PoolListener.Timing.SAMPLED;
		}
		this.exact = anyExact;
		this.sampled = anySampled;
	}

	boolean isTimed(long leases) {
		return this.exact || (this.sampled && (leases & SAMPLE_MASK) == 0);
	}

	void acquired(long waitNanos) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onAcquired(waitNanos);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void released(long heldNanos) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onReleased(heldNanos);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void opened(long openNanos) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onOpened(openNanos);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void openFailed(long openNanos, Throwable failure) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onOpenFailed(openNanos, failure);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void validated(boolean valid, long validationNanos) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onValidated(valid, validationNanos);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void closed(CloseReason reason) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onClosed(reason);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void leak(LeaseInfo lease) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onLeak(lease);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	void timeout(long waitNanos) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onTimeout(waitNanos);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}
	}

	private void failed(Throwable ex) {
		this.log.warn("listener", "a listener failed", ex);
	}

}
