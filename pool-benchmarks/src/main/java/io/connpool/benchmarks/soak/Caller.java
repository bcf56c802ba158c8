package io.connpool.benchmarks.soak;

/** How a borrower gets a reply over a pool's connection. Used by all of them at once. */
@FunctionalInterface
interface Caller {

	/**
	 * Acquires, asks, makes sure that the reply is the right one, and gives back.
	 * @param way of acquiring, where there are several
	 * @param call what is asked; is told when the connection is there
	 * @throws Exception whatever fails
	 */
	void call(Way way, Call call) throws Exception;

}
