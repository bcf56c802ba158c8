package io.connpool.benchmarks.soak;

import io.connpool.test.FaultProxy;

import org.jspecify.annotations.Nullable;

/**
 * What a pool connects to: a server, and the proxy before it that does the harm.
 *
 * @param proxy where the pool connects to
 * @param server behind the proxy, if it is one that speaks in {@link Tag}s
 * @param end ends the server
 * @param trouble what is wrong with it now
 */
record Target(FaultProxy proxy, @Nullable TagServer server, AutoCloseable end,
		Trouble trouble) implements AutoCloseable {

	static Target of(TagServer server, Trouble trouble) {
		return new Target(FaultProxy.to("127.0.0.1", server.port()), server, server, trouble);
	}

	/** The server; only where faults are confined to those that have one. */
	TagServer tagServer() {
		if (this.server == null) {
			throw new IllegalStateException("not a server of ours");
		}
		return this.server;
	}

	@Override
	public void close() throws Exception {
		this.proxy.close();
		this.end.close();
	}

}
