package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the tasks of a simulated pool one at a time and only when told to. A task that is
 * to hang is run on a thread of its own, which is handed the baton and hands it back when
 * it hangs or ends: there are several threads, but never two that run.
 */
final class Strands implements Executor {

	private static final ExecutorService THREADS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "strand");
		thread.setDaemon(true);
		return thread;
	});

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<Strand> hanging = new ArrayList<>();

	private Strand current;

	private boolean rejecting;

	@Override
	public void execute(Runnable task) {
		if (this.rejecting) {
			throw new RejectedExecutionException("no thread can be had");
		}
		this.tasks.add(task);
	}

	void reject(boolean rejecting) {
		this.rejecting = rejecting;
	}

	boolean isRejecting() {
		return this.rejecting;
	}

	boolean hasTasks() {
		return !this.tasks.isEmpty();
	}

	int hanging() {
		return this.hanging.size();
	}

	/** Runs one of the tasks, if there are any, until it ends or hangs. */
	void run(int which, boolean mayHang) {
		if (!this.tasks.isEmpty()) {
			Runnable task = this.tasks.remove(which % this.tasks.size());
			if (mayHang) {
				go(new Strand(task));
			}
			else {
				task.run();
			}
		}
	}

	/** Lets one of the calls go on that hang, if any do. */
	void release(int which, Outcome outcome) {
		if (!this.hanging.isEmpty()) {
			Strand strand = this.hanging.remove(which % this.hanging.size());
			strand.outcome = outcome;
			go(strand);
		}
	}

	void releaseAll() {
		while (!this.hanging.isEmpty()) {
			release(0, Outcome.WORKS);
		}
	}

	/** Lets the calls go on that hang, other than opens. */
	void releaseAllButOpens() {
		for (int i = this.hanging.size() - 1; i >= 0; i--) {
			if (!this.hanging.get(i).opens) {
				release(i, Outcome.WORKS);
			}
		}
	}

	/** Hangs, until released; returns how it shall go on. */
	Outcome hang(boolean opens) {
		Strand strand = this.current;
		strand.opens = opens;
		this.hanging.add(strand);
		strand.handBack();
		return strand.outcome;
	}

	/** Whether what runs now may hang. */
	boolean isApart() {
		return this.current != null;
	}

	private void go(Strand strand) {
		this.current = strand;
		strand.go();
		this.current = null;
	}

	/** A task with a thread of its own, which runs only while it has the baton. */
	private static final class Strand implements Runnable {

		private final Runnable task;

		private final Thread scheduler = Thread.currentThread();

		private Thread thread;

		private Outcome outcome = Outcome.WORKS;

		/** Whether it hangs in an open. */
		private boolean opens;

		private volatile boolean running;

		Strand(Runnable task) {
			this.task = task;
		}

		/** Has the strand run until it hangs or ends; the scheduler calls. */
		void go() {
			this.running = true;
			if (this.thread == null) {
				THREADS.execute(this);
			}
			else {
				LockSupport.unpark(this.thread);
			}
			while (this.running) {
				LockSupport.park(this);
			}
		}

		@Override
		public void run() {
			this.thread = Thread.currentThread();
			try {
				this.task.run();
			}
			finally {
				this.running = false;
				LockSupport.unpark(this.scheduler);
			}
		}

		/** Gives the baton back until it comes again; interrupts are kept until then. */
		void handBack() {
			boolean interrupted = false;
			this.running = false;
			LockSupport.unpark(this.scheduler);
			while (!this.running) {
				LockSupport.park(this);
				interrupted |= Thread.interrupted();
			}
			if (interrupted) {
				this.thread.interrupt();
			}
		}

	}

}
