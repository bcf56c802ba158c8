package io.connpool.benchmarks.probe;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Versions;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** Apache Commons Pool's {@link GenericObjectPool}. */
final class CommonsSubject implements Subject {

	private final GenericObjectPool<Resource> pool;

	private CommonsSubject(Setup setup) {
		GenericObjectPoolConfig<Resource> config = new GenericObjectPoolConfig<>();
		config.setMaxTotal(setup.size());
		config.setMaxIdle(setup.size());
		config.setMaxWait(setup.timeout());
		config.setTestOnBorrow(true);
		this.pool = new GenericObjectPool<>(new Factory(setup.backend()), config);
	}

	static Candidate candidate() {
		return new Candidate("commons", Versions.of("commons"),
				"`maxWait`, without which it waits for ever; `testOnBorrow`, as in Commons DBCP; `maxIdle` = `maxTotal`",
				"", "", "", CommonsSubject::new);
	}

	@Override
	public Object acquire() throws Exception {
		return this.pool.borrowObject();
	}

	@Override
	public Resource wire(Object held) {
		return (Resource) held;
	}

	@Override
	public void release(Object held) {
		this.pool.returnObject((Resource) held);
	}

	@Override
	public void discard(Object held) throws Exception {
		this.pool.invalidateObject((Resource) held);
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private static final class Factory extends BasePooledObjectFactory<Resource> {

		private final Backend backend;

		Factory(Backend backend) {
			this.backend = backend;
		}

		@Override
		public Resource create() throws Exception {
			return this.backend.open();
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
