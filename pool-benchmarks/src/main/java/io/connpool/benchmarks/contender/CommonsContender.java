package io.connpool.benchmarks.contender;

import java.util.function.Consumer;

import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * Apache Commons Pool's {@link GenericObjectPool}.
 */
final class CommonsContender implements Contender {

	private final GenericObjectPool<Resource> pool;

	private CommonsContender(Spec spec, Consumer<GenericObjectPoolConfig<Resource>> change) throws Exception {
		GenericObjectPoolConfig<Resource> config = new GenericObjectPoolConfig<>();
		config.setMaxTotal(spec.maxSize());
		config.setMaxIdle(spec.maxSize());
		config.setMinIdle(spec.minIdle());
		config.setMaxWait(spec.acquireTimeout());
		change.accept(config);
		this.pool = new GenericObjectPool<>(new Factory(spec.factory()), config);
		this.pool.preparePool();
	}

	static void register() {
		Point barging = Point.no("a running thread overtakes those that wait");
		add("commons", barging, Point.yes("JMX and getters"), "", (config) -> {
		});
		add("commons-fair", Point.yes("fairness"), Point.yes("JMX and getters"), "fairness on",
				(config) -> config.setFairness(true));
		add("commons-tuned", barging, Point.partly("gauges; detailed statistics are off"),
				"for speed: JMX and detailed statistics off; LIFO, unfair and without evictor by default", (config) -> {
					config.setJmxEnabled(false);
					config.setCollectDetailedStatistics(false);
				});
	}

	private static void add(String name, Point fifo, Point counters, String setup,
			Consumer<GenericObjectPoolConfig<Resource>> change) {
		Contract contract = new Contract(Versions.of("commons"), fifo,
				Point.partly("waiting; an open in the caller is not cut off"), Point.no("off by default: testOnBorrow"),
				Point.no("off by default: testWhileIdle"), counters, Point.no("off by default: AbandonedConfig"),
				Point.partly("given back twice is refused, unless it has been lent again meanwhile"), setup);
		Contenders.add(name, contract, (spec) -> new CommonsContender(spec, change));
	}

	@Override
	public Object acquire() throws Exception {
		return this.pool.borrowObject();
	}

	@Override
	public Resource resource(Object held) {
		return (Resource) held;
	}

	@Override
	public void release(Object held) {
		this.pool.returnObject((Resource) held);
	}

	@Override
	public void discard(Object held, Exception cause) {
		try {
			this.pool.invalidateObject((Resource) held);
		}
		catch (Exception ex) {
			// that of opening a replacement, which is tried here; the connection is gone
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private static final class Factory extends BasePooledObjectFactory<Resource> {

		private final ResourceFactory resources;

		Factory(ResourceFactory resources) {
			this.resources = resources;
		}

		@Override
		public Resource create() throws Exception {
			return this.resources.open();
		}

		@Override
		public PooledObject<Resource> wrap(Resource resource) {
			return new DefaultPooledObject<>(resource);
		}

		@Override
		public boolean validateObject(PooledObject<Resource> pooled) {
			return pooled.getObject().isAlive();
		}

		@Override
		public void destroyObject(PooledObject<Resource> pooled) {
			pooled.getObject().close();
		}

	}

}
