package io.connpool.engine;

import java.util.function.LongSupplier;

/**
 * Runs each pool's housekeeping pass when it is due.
 */
interface Housekeeping {

	/** Runs nothing by itself; for tests that drive the passes. */
	Housekeeping DRIVEN = (pass) -> new Chore() {

		@Override
		public void start() {
		}

		@Override
		public void wakeBy(long nanosFromNow) {
		}

		@Override
		public void remove() {
		}

	};

	/**
	 * Makes the passes of a pool, to be started.
	 * @param pass does what is due and returns the nanoseconds until it is due again
	 * @return the pool's chore
	 */
	Chore chore(LongSupplier pass);

	/**
	 * The passes of one pool.
	 */
	interface Chore {

		/** Begins; the first pass is due at once. */
		void start();

		/** Has the next pass run in so many nanoseconds at the latest. */
		void wakeBy(long nanosFromNow);

		void remove();

	}

}
