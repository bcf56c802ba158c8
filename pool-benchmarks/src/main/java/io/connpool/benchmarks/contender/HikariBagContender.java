package io.connpool.benchmarks.contender;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import com.zaxxer.hikari.util.ConcurrentBag;

/**
 * The heart of HikariCP without the pool around it: no clock, no proxies, no validation,
 * no counters.
 */
final class HikariBagContender implements Contender {

	private final Spec spec;

	private final ConcurrentBag<Entry> bag = new ConcurrentBag<>((waiting) -> addOne());

	private final AtomicInteger places;

	/** Apart from the borrower, for whom the bag waits when something is added. */
	private final ExecutorService adder = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "bag-adder");
		thread.setDaemon(true);
		return thread;
	});

	private HikariBagContender(Spec spec) throws Exception {
		this.spec = spec;
		this.places = new AtomicInteger(spec.maxSize() - spec.minIdle());
		for (int i = 0; i < spec.minIdle(); i++) {
			this.bag.add(new Entry(spec.factory().open()));
		}
	}

	static void register() {
		Contract contract = new Contract("ConcurrentBag of " + Versions.of("hikari"),
				Point.no("what is given back is free for all; a waiter that loses it queues again at the end"),
				Point.yes(""), Point.no(""), Point.no(""), Point.no(""), Point.no(""),
				Point.no("given back twice is lent twice"),
				"the collection inside HikariCP, not a pool; opens on one thread, without retries");
		Contenders.add("hikari-bag", contract, HikariBagContender::new);
	}

	@Override
	public Object acquire() throws InterruptedException, TimeoutException {
		Entry entry = this.bag.borrow(this.spec.acquireTimeout().toNanos(), TimeUnit.NANOSECONDS);
		if (entry == null) {
			throw new TimeoutException();
		}
		return entry;
	}

	@Override
	public Resource resource(Object held) {
		return ((Entry) held).resource;
	}

	@Override
	public void release(Object held) {
		this.bag.requite((Entry) held);
	}

	@Override
	public void discard(Object held, Exception cause) {
		Entry entry = (Entry) held;
		this.bag.remove(entry);
		entry.resource.close();
		this.places.incrementAndGet();
		if (this.bag.getWaitingThreadCount() > 0) {
			addOne();
		}
	}

	@Override
	public void close() {
		this.adder.shutdownNow();
		this.bag.close();
		this.bag.values().forEach((entry) -> entry.resource.close());
	}

	private void addOne() {
		if (this.places.get() > 0) {
			this.adder.execute(this::open);
		}
	}

	private void open() {
		if (this.places.get() <= 0 || this.bag.getWaitingThreadCount() == 0) {
			return;
		}
		this.places.decrementAndGet();
		try {
			this.bag.add(new Entry(this.spec.factory().open()));
		}
		catch (Exception ex) {
			// who waits for it runs into the timeout
			this.places.incrementAndGet();
		}
	}

	/** As in HikariCP's own. */
	private static final class Entry implements ConcurrentBag.IConcurrentBagEntry {

		private static final AtomicIntegerFieldUpdater<Entry> STATE = AtomicIntegerFieldUpdater.newUpdater(Entry.class,
				"state");

		private volatile int state;

		private final Resource resource;

		Entry(Resource resource) {
			this.resource = resource;
		}

		@Override
		public boolean compareAndSet(int expected, int next) {
			return STATE.compareAndSet(this, expected, next);
		}

		@Override
		public void setState(int state) {
			STATE.set(this, state);
		}

		@Override
		public int getState() {
			return this.state;
		}

	}

}
