package io.connpool.benchmarks.probe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Versions;
import stormpot.Allocator;
import stormpot.BasePoolable;
import stormpot.Pool;
import stormpot.Slot;
import stormpot.SlotInfo;
import stormpot.Timeout;

/** Stormpot as its users have it. */
final class StormpotSubject implements Subject {

	private final Pool<Item> pool;

	private final Timeout timeout;

	private StormpotSubject(Setup setup) {
		this.pool = Pool.from(new Items(setup.backend()))
			.setSize(setup.size())
			.setExpiration(StormpotSubject::hasExpired)
			.build();
		this.timeout = new Timeout(setup.timeout().toNanos(), TimeUnit.NANOSECONDS);
	}

	static Candidate candidate() {
		return new Candidate("stormpot", Versions.of("stormpot"),
				"defaults (a threaded pool); its `Expiration` validates, on every claim and in the background", "", "", "",
				StormpotSubject::new);
	}

	private static boolean hasExpired(SlotInfo<? extends Item> info) {
		Item item = info.getPoolable();
		return !item.resource.isAlive();
	}

	@Override
	public Object acquire() throws Exception {
		Item item = this.pool.claim(this.timeout);
		if (item == null) {
			throw new TimeoutException();
		}
		return item;
	}

	@Override
	public Resource wire(Object held) {
		return ((Item) held).resource;
	}

	@Override
	public void release(Object held) {
		((Item) held).release();
	}

	@Override
	public void discard(Object held) {
		Item item = (Item) held;
		item.expire();
		item.release();
	}

	@Override
	public void close() throws InterruptedException {
		this.pool.shutdown().await(new Timeout(20, TimeUnit.SECONDS));
	}

	private static final class Item extends BasePoolable {

		private final Resource resource;

		Item(Slot slot, Resource resource) {
			super(slot);
			this.resource = resource;
		}

	}

	private record Items(Backend backend) implements Allocator<Item> {

		@Override
		public Item allocate(Slot slot) throws Exception {
			return new Item(slot, this.backend.open());
		}

		@Override
		public void deallocate(Item item) {
			item.resource.close();
		}

	}

}
