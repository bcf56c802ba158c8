package io.connpool.benchmarks.contender;

import java.util.concurrent.TimeoutException;

import stormpot.Allocator;
import stormpot.BasePoolable;
import stormpot.Pool;
import stormpot.PoolTap;
import stormpot.Slot;
import stormpot.Timeout;

/**
 * Stormpot as its users have it.
 */
final class StormpotContender implements Contender {

	private final Pool<Item> pool;

	private final PoolTap<Item> tap;

	private final Timeout timeout;

	private StormpotContender(Spec spec, boolean virtual) {
		this.pool = Pool.from(new Items(spec.factory())).setSize(spec.maxSize()).build();
		this.tap = virtual ? this.pool.getVirtualThreadSafeTap() : this.pool;
		this.timeout = new Timeout(spec.acquireTimeout());
		Warmth.await(spec.maxSize(), () -> (int) this.pool.getManagedPool().getAllocationCount());
	}

	static void register() {
		add("stormpot", "", false);
		add("stormpot-virtual", "; the tap for virtual threads", true);
		StormpotDirectContender.register();
	}

	private static void add(String name, String setup, boolean virtual) {
		Contract contract = new Contract(Versions.of("stormpot"), FIFO, Point.yes("a failed open is told at once"),
				Point.partly("the age only: the default expiration"), Point.no(""), Point.yes("MXBean"),
				Point.no("off by default: precise leak detection"), GUARD,
				"its size is a target: always full, whatever minIdle says" + setup);
		Contenders.add(name, contract, (spec) -> new StormpotContender(spec, virtual));
	}

	static final Point FIFO = Point.no("a thread that just gave back takes again; waiters poll");

	static final Point GUARD = Point.partly("given back twice is refused, unless it has been lent again meanwhile");

	@Override
	public Object acquire() throws Exception {
		Item item = this.tap.claim(this.timeout);
		if (item == null) {
			throw new TimeoutException();
		}
		return item;
	}

	@Override
	public Resource resource(Object held) {
		return ((Item) held).resource;
	}

	@Override
	public void release(Object held) {
		((Item) held).release();
	}

	@Override
	public void discard(Object held, Exception cause) {
		Item item = (Item) held;
		item.expire();
		item.release();
	}

	@Override
	public void close() {
		this.pool.shutdown();
	}

	private static final class Item extends BasePoolable {

		private final Resource resource;

		Item(Slot slot, Resource resource) {
			super(slot);
			this.resource = resource;
		}

	}

	private record Items(ResourceFactory resources) implements Allocator<Item> {

		@Override
		public Item allocate(Slot slot) throws Exception {
			return new Item(slot, this.resources.open());
		}

		@Override
		public void deallocate(Item item) {
			item.resource.close();
		}

	}

}
