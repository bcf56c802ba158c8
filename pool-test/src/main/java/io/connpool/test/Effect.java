package io.connpool.test;

import java.nio.ByteBuffer;

/**
 * One fault at work in one direction of one connection; a link in a chain of them. Left
 * as it is, it passes everything on. Used by the loop's thread only.
 */
abstract class Effect implements Outlet {

	private Outlet next = new Nowhere();

	/** Says where its output goes; may change when faults are exchanged. */
	final void attach(Outlet outlet) {
		this.next = outlet;
	}

	final Outlet next() {
		return this.next;
	}

	/** Is called once, when it is attached for the first time. */
	void begin() {
	}

	/** Is called when it is taken away: passes on what it kept. */
	void release() {
	}

	@Override
	public void bytes(ByteBuffer bytes) {
		this.next.bytes(bytes);
	}

	@Override
	public void end() {
		this.next.end();
	}

	@Override
	public final void stop(Stop how) {
		this.next.stop(how);
	}

	@Override
	public final void altered() {
		this.next.altered();
	}

	/** Whether nothing may be read any more. */
	boolean isBlackhole() {
		return false;
	}

	/** Nanoseconds that what is read now is held up. */
	long delayNanos() {
		return 0;
	}

	/** Nanoseconds that an orderly end is held up beside that. */
	long endDelayNanos() {
		return 0;
	}

	/** Nanoseconds until more bytes may be passed on; zero or less means now. */
	long waitNanos(long now) {
		return 0;
	}

	/** Most bytes that may be passed on at once. */
	int most() {
		return Integer.MAX_VALUE;
	}

	/** Notes that bytes were passed on. */
	void passed(int bytes, long now) {
	}

	/** Before it is attached. */
	private static final class Nowhere implements Outlet {

		@Override
		public void bytes(ByteBuffer bytes) {
			throw new IllegalStateException("bug: effect is not attached");
		}

		@Override
		public void end() {
			throw new IllegalStateException("bug: effect is not attached");
		}

		@Override
		public void stop(Stop how) {
			throw new IllegalStateException("bug: effect is not attached");
		}

		@Override
		public void altered() {
			throw new IllegalStateException("bug: effect is not attached");
		}

	}

}
