package io.connpool.engine;

/**
 * What can be done to a simulated pool, and how often it is.
 */
enum Act {

	/** Asks for a connection, and stays in line until its time is up. */
	ASK(10),

	/** Asks for a connection on the calling thread, with no time to wait. */
	ASK_AND_LEAVE(2),

	/** Uses a connection for an action that goes well or fails. */
	EXECUTE(2),

	/** Asks for an idle connection only. */
	TRY(3),

	CANCEL(2),

	CLOSE(12), INVALIDATE(2), RETIRE(1),

	/** Does something with a lease that has ended. */
	TOUCH_ENDED(2),

	/** Lets time pass, most often with a housekeeping pass at the end. */
	TIME(9),

	/** Has the housekeeper look after the pool. */
	PASS(4),

	/** Gives a thread to one of the tasks that want one. */
	RUN(25),

	/** Lets one of the calls go on that hang. */
	RELEASE(5),

	/** Lets everything happen that needs no time, and nothing go wrong. */
	SETTLE(4),

	/** No thread can be had. */
	REJECT(1),

	ACCEPT(2), EVICT(1), RESIZE(1), SUSPEND(1), RESUME(2), SHUT(1);

	final int weight;

	Act(int weight) {
		this.weight = weight;
	}

}
