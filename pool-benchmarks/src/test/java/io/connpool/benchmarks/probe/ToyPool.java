package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.connpool.benchmarks.contender.Resource;

/**
 * A pool as small as one can be that every probe acquits: a fair semaphore is its line,
 * and whatever may hang runs on a thread of its own. Each {@link Flaw} takes one
 * precaution away.
 */
final class ToyPool implements Subject {

	private final Setup setup;

	private final Set<Flaw> flaws;

	private final Semaphore places;

	private final Deque<Resource> idle = new ConcurrentLinkedDeque<>();

	private final Object opener = new Object();

	private volatile boolean closed;

	private volatile boolean bruised;

	private ToyPool(Setup setup, Set<Flaw> flaws) {
		this.setup = setup;
		this.flaws = flaws;
		this.places = new Semaphore(setup.size(), true);
	}

	static Candidate with(Flaw... flaws) {
		return new Candidate("toy", "Toy", "", "hook", "hook", "limit", (setup) -> new ToyPool(setup, Set.of(flaws)));
	}

	@Override
	public Object acquire() throws Exception {
		long deadline = System.nanoTime() + this.setup.timeout().toNanos();
		if (has(Flaw.FAVOURS) && Thread.currentThread().getId() % 2 == 0) {
			Bench.pause(this.setup.timeout().dividedBy(4));
		}
		if (!this.places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
			throw new TimeoutException();
		}
		boolean lent = false;
		try {
			Lease lease = new Lease(connection(deadline));
			hook(this.setup.backend()::onAcquired);
			lent = true;
			return lease;
		}
		catch (Throwable ex) {
			lent = has(leakBy(ex));
			throw ex;
		}
		finally {
			if (!lent) {
				this.places.release();
			}
		}
	}

	private static Flaw leakBy(Throwable failure) {
		if (failure instanceof IllegalStateException) {
			return Flaw.HOOK_UNGUARDED;
		}
		return (failure instanceof Error) ? Flaw.LOSES_PLACE_BY_ERROR : Flaw.LOSES_PLACE_BY_EXCEPTION;
	}

	private Resource connection(long deadline) throws Exception {
		if (this.closed) {
			throw new TimeoutException("closed");
		}
		for (Resource next = this.idle.poll(); next != null; next = this.idle.poll()) {
			if (isAlive(next, deadline)) {
				return next;
			}
			Resource dead = next;
			apart(() -> close(dead));
		}
		return has(Flaw.OPENS_IN_CALLER) ? open() : bounded(this::open, this::close, deadline);
	}

	private Resource open() throws Exception {
		if (!has(Flaw.OPENS_ONE_BY_ONE)) {
			return this.setup.backend().open();
		}
		synchronized (this.opener) {
			Bench.pause(this.setup.timeout().dividedBy(8));
			return this.setup.backend().open();
		}
	}

	private boolean isAlive(Resource resource, long deadline) throws Exception {
		while (has(Flaw.RETRIES_FOR_EVER)) {
			try {
				return resource.isAlive();
			}
			catch (Error ex) {
				Bench.pause(Duration.ofMillis(10));
			}
		}
		try {
			if (has(Flaw.TRUSTS_THE_DRIVER)) {
				return resource.isAlive(this.setup.timeout().dividedBy(4).toMillis());
			}
			return has(Flaw.VALIDATES_IN_CALLER) ? resource.isAlive()
					: bounded(resource::isAlive, (late) -> close(resource), deadline);
		}
		catch (Error ex) {
			if (has(Flaw.LOSES_PLACE_BY_ERROR)) {
				throw ex;
			}
			return false;
		}
	}

	@Override
	public Resource wire(Object held) {
		return ((Lease) held).resource;
	}

	@Override
	public void release(Object held) {
		Lease lease = (Lease) held;
		if (lease.ended.getAndSet(true) && !has(Flaw.TAKES_TWICE)) {
			return;
		}
		hook(this.setup.backend()::onReleased);
		if (this.closed && !has(Flaw.FORGETS_THE_LENT)) {
			close(lease.resource);
		}
		else {
			this.idle.push(lease.resource);
		}
		this.places.release();
		if (this.bruised && has(Flaw.BEARS_A_GRUDGE)) {
			throw new IllegalStateException("a connection broke once");
		}
	}

	@Override
	public void discard(Object held) throws Exception {
		Lease lease = (Lease) held;
		lease.ended.set(true);
		this.bruised = true;
		if (has(Flaw.CLOSES_UNCOUNTED)) {
			this.places.release();
			apart(() -> close(lease.resource));
		}
		else if (has(Flaw.CLOSES_IN_CALLER)) {
			lease.resource.close();
			this.places.release();
		}
		else if (has(Flaw.REPLACES_ON_DISCARD)) {
			close(lease.resource);
			this.idle.push(this.setup.backend().open());
			this.places.release();
		}
		else {
			apart(() -> {
				close(lease.resource);
				this.places.release();
			});
		}
	}

	@Override
	public void close() {
		this.closed = true;
		for (Resource next = this.idle.poll(); next != null; next = this.idle.poll()) {
			close(next);
		}
	}

	private void close(Resource resource) {
		try {
			resource.close();
		}
		catch (Throwable ex) {
			if (has(Flaw.LOSES_PLACE_BY_ERROR)) {
				throw ex;
			}
		}
	}

	private void hook(Runnable hook) {
		try {
			hook.run();
		}
		catch (RuntimeException ex) {
			if (has(Flaw.HOOK_UNGUARDED)) {
				throw ex;
			}
		}
	}

	private static <T> T bounded(Callable<T> call, Late<T> late, long deadline) throws Exception {
		AtomicBoolean decided = new AtomicBoolean();
		FutureTask<T> task = new FutureTask<>(() -> {
			T result = call.call();
			if (decided.getAndSet(true)) {
				late.accept(result);
			}
			return result;
		});
		apart(task);
		try {
			return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (Exception) ex.getCause();
		}
		catch (TimeoutException ex) {
			if (decided.getAndSet(true)) {
				// it came in the same instant
				return task.get();
			}
			throw ex;
		}
	}

	private static void apart(Runnable task) {
		Thread thread = new Thread(task, "toy");
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((dead, failure) -> {
			// that of a flaw
		});
		thread.start();
	}

	private boolean has(Flaw flaw) {
		return this.flaws.contains(flaw);
	}

	/** What a pool can do wrong. */
	enum Flaw {

		LOSES_PLACE_BY_ERROR, LOSES_PLACE_BY_EXCEPTION, HOOK_UNGUARDED, OPENS_IN_CALLER, OPENS_ONE_BY_ONE,
		VALIDATES_IN_CALLER, REPLACES_ON_DISCARD, CLOSES_IN_CALLER, CLOSES_UNCOUNTED, TAKES_TWICE, FAVOURS,
		FORGETS_THE_LENT, RETRIES_FOR_EVER, BEARS_A_GRUDGE, TRUSTS_THE_DRIVER

	}

	private interface Late<T> {

		void accept(T result);

	}

	private static final class Lease {

		private final Resource resource;

		private final AtomicBoolean ended = new AtomicBoolean();

		Lease(Resource resource) {
			this.resource = resource;
		}

	}

}
