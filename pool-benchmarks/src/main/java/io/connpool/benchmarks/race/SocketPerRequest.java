package io.connpool.benchmarks.race;

import java.io.IOException;

/** No pool: connects, asks and closes. */
record SocketPerRequest(int port) implements Exchanger {

	@Override
	public void exchange() throws IOException {
		try (EchoSocket socket = new EchoSocket(this.port)) {
			socket.exchange();
		}
	}

	// Each leaves a port behind that cannot be used again for a minute.
	@Override
	public long mostRequests() {
		return 4_000;
	}

	@Override
	public void close() {
	}

}
