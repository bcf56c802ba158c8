package io.connpool.benchmarks.contender;

import org.springframework.integration.util.SimplePool;

/**
 * Spring Integration's {@link SimplePool}, on which its caching connection factories
 * stand.
 */
final class SimplePoolContender implements Contender {

	private final SimplePool<Item> pool;

	private SimplePoolContender(Spec spec) throws Exception {
		this.pool = new SimplePool<>(spec.maxSize(), new Callback(spec.factory()));
		this.pool.setWaitTimeout(spec.acquireTimeout().toMillis());
		Warmth.give(this, spec);
	}

	static void register() {
		Contract contract = new Contract("SimplePool of " + Versions.of("spring"),
				Point.no("a running thread overtakes those that wait"),
				Point.partly("waiting; an open in the caller is not cut off"), Point.yes("isStale"), Point.no(""),
				Point.partly("gauges"), Point.no(""),
				Point.partly("given back twice is ignored, unless it has been lent again meanwhile"), "");
		Contenders.add("spring-simplepool", contract, SimplePoolContender::new);
	}

	@Override
	public Object acquire() {
		return this.pool.getItem();
	}

	@Override
	public Resource resource(Object held) {
		return ((Item) held).resource;
	}

	@Override
	public void release(Object held) {
		this.pool.releaseItem((Item) held);
	}

	/** Closes it; that it is stale is seen when it would be lent again. */
	@Override
	public void discard(Object held, Exception cause) {
		Item item = (Item) held;
		item.broken = true;
		item.resource.close();
		this.pool.releaseItem(item);
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private static final class Item {

		private final Resource resource;

		private volatile boolean broken;

		Item(Resource resource) {
			this.resource = resource;
		}

	}

	private record Callback(ResourceFactory resources) implements SimplePool.PoolItemCallback<Item> {

		@Override
		public Item createForPool() {
			try {
				return new Item(this.resources.open());
			}
			catch (Exception ex) {
				throw new IllegalStateException("cannot open: " + ex.getMessage(), ex);
			}
		}

		@Override
		public boolean isStale(Item item) {
			return item.broken || !item.resource.isAlive();
		}

		@Override
		public void removedFromPool(Item item) {
			item.resource.close();
		}

	}

}
