package io.connpool.benchmarks.race;

import io.connpool.benchmarks.contender.Contender;

/** Plain sockets, lent by a pool. */
record PooledSockets(Contender pool) implements Exchanger {

	@Override
	public void exchange() throws Exception {
		Object held = this.pool.acquire();
		try {
			((EchoSocket) this.pool.resource(held)).exchange();
		}
		catch (Exception ex) {
			this.pool.discard(held, ex);
			throw ex;
		}
		this.pool.release(held);
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
