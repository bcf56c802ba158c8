package io.connpool.engine;

import java.util.List;

import io.connpool.CloseReason;
import io.connpool.LeakReport;
import io.connpool.PoolListener;
import org.jspecify.annotations.Nullable;

/*
 * The listeners behind a wall: whatever one throws is logged and neither the pool nor the other
 * listeners notice.
 */
final class Notifier {

	/** One acquire in this many of each connection is timed, for SAMPLED. */
	static final int SAMPLE_MASK = 63;

	private final PoolListener[] listeners;

	/**
	 * The only listener; null if there are none or several. A loop over one, in every
	 * acquire and release, is so much code that compilers do not inline what it is part
	 * of, and every lease is allocated.
	 */
	private final @Nullable PoolListener only;

	private final PoolLog log;

	final boolean exact;

	final boolean sampled;

	Notifier(List<PoolListener> listeners, PoolLog log) {
		this.listeners = listeners.toArray(PoolListener[]::new);
		this.only = (this.listeners.length == 1) ? this.listeners[0] : null;
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
		PoolListener only = this.only;
		if (only == null) {
			eachAcquired(waitNanos);
			return;
		}
		try {
			only.onAcquired(waitNanos);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void eachAcquired(long waitNanos) {
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
		PoolListener only = this.only;
		if (only == null) {
			eachReleased(heldNanos);
			return;
		}
		try {
			only.onReleased(heldNanos);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void eachReleased(long heldNanos) {
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

	void leak(LeakReport leak) {
		for (PoolListener listener : this.listeners) {
			try {
				listener.onLeak(leak);
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
