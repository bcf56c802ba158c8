package io.connpool.test;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.connpool.test.Outlet.Stop;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection and the one to the server that belongs to it. Used by the
 * loop's thread only.
 */
final class ProxyLink {

	/** One side has just been found broken off, which concerns the other direction. */
	private static final long AGAIN = 0;

	private final ProxyLoop loop;

	private final long number;

	private final SocketChannel client;

	private final SocketChannel server;

	private final SelectionKey clientKey;

	private final SelectionKey serverKey;

	private final ProxyFlow requests;

	private final ProxyFlow replies;

	private boolean clientGone;

	ProxyLink(ProxyLoop loop, long number, SocketChannel client, SocketChannel server) throws IOException {
		this.loop = loop;
		this.number = number;
		this.client = client;
		this.server = server;
		this.requests = new ProxyFlow(loop, client, server);
		this.replies = new ProxyFlow(loop, server, client);
		this.clientKey = client.register(loop.selector(), SelectionKey.OP_READ, this);
		this.serverKey = server.register(loop.selector(),
				server.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
	}

	/** Its place in the order of connections, from one. */
	long number() {
		return this.number;
	}

	/** Exchanges the fault given to this connection alone. */
	void own(Fault fault) {
		this.requests.effects().own(fault.effects(Direction.REQUESTS, this.number));
		this.replies.effects().own(fault.effects(Direction.REPLIES, this.number));
	}

	/** Exchanges the fault given to all. */
	void common(Fault fault) {
		this.requests.effects().common(fault.effects(Direction.REQUESTS, this.number));
		this.replies.effects().common(fault.effects(Direction.REPLIES, this.number));
	}

	/** Sends bytes that nobody sent. */
	void stray(Direction direction, byte[] bytes) {
		((direction == Direction.REQUESTS) ? this.requests : this.replies).stray(bytes);
	}

	/** Takes what a selection found. */
	void ready(SelectionKey key) {
		try {
			if (key.isValid() && key.isConnectable()) {
				this.server.finishConnect();
			}
		}
		catch (IOException ex) {
			cut();
		}
		if (key.isValid() && key.isReadable()) {
			fill((key == this.clientKey) ? this.requests : this.replies);
		}
		if (this.requests.isEnded()) {
			noteClientGone();
		}
	}

	private void fill(ProxyFlow flow) {
		try {
			flow.fill();
		}
		catch (IOException ex) {
			brokenOff(flow);
			forward(System.nanoTime());
		}
	}

	/** Who sends in this direction has gone without an end, and hears no more. */
	private void brokenOff(ProxyFlow flow) {
		flow.breakOff();
		opposite(flow).deafen();
		if (flow == this.requests) {
			noteClientGone();
		}
	}

	private ProxyFlow opposite(ProxyFlow flow) {
		return (flow == this.requests) ? this.replies : this.requests;
	}

	/**
	 * Passes on what is due.
	 * @param now the present instant
	 * @return nanoseconds until more is, {@link Long#MAX_VALUE} if nothing is waiting for
	 * time
	 */
	long forward(long now) {
		if (!this.client.isOpen()) {
			return Long.MAX_VALUE;
		}
		long nap = Math.min(forward(this.replies, now), forward(this.requests, now));
		if (nap == AGAIN) {
			return forward(System.nanoTime());
		}
		try {
			Stop stop = stop();
			if (stop == Stop.CUT) {
				cut();
			}
			else if (stop == Stop.CLOSE || (this.requests.isFinished() && this.replies.isFinished())) {
				close();
			}
			else {
				awaitMore();
				return nap;
			}
		}
		catch (IOException ex) {
			cut();
		}
		return Long.MAX_VALUE;
	}

	private long forward(ProxyFlow flow, long now) {
		long before = flow.passed();
		try {
			return flow.forward(now);
		}
		catch (IOException ex) { // of its target
			brokenOff(opposite(flow));
			return AGAIN;
		}
		finally {
			long more = flow.passed() - before;
			this.loop.counters().passed((flow == this.requests) ? Direction.REQUESTS : Direction.REPLIES, more);
		}
	}

	private @Nullable Stop stop() {
		return (this.replies.stop() != null) ? this.replies.stop() : this.requests.stop();
	}

	private void awaitMore() {
		this.clientKey.interestOps(interest(this.requests, this.replies));
		this.serverKey
			.interestOps(this.server.isConnected() ? interest(this.replies, this.requests) : SelectionKey.OP_CONNECT);
	}

	private static int interest(ProxyFlow incoming, ProxyFlow outgoing) {
		return (incoming.hasRoom() ? SelectionKey.OP_READ : 0) | (outgoing.isStuck() ? SelectionKey.OP_WRITE : 0);
	}

	/** Swallows what is waiting to be passed on. */
	void drop() {
		this.requests.drop();
		this.replies.drop();
	}

	/** Makes everything due that is waiting. */
	void hurry() {
		this.requests.hurry();
		this.replies.hurry();
	}

	/** Whether something of it was swallowed. */
	boolean hasLost() {
		return this.requests.hasLost() || this.replies.hasLost();
	}

	/** Resets both sides. */
	void cut() {
		reset(this.client);
		reset(this.server);
		gone();
	}

	private void close() throws IOException {
		this.requests.drain();
		if (this.server.isConnected()) {
			this.replies.drain();
		}
		this.client.close();
		this.server.close();
		gone();
	}

	private void gone() {
		noteClientGone();
		this.loop.links().forget(this);
	}

	private void noteClientGone() {
		if (!this.clientGone) {
			this.clientGone = true;
			this.loop.counters().gone();
		}
	}

	static void reset(SocketChannel channel) {
		try {
			channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// it has ended already
		}
		try {
			channel.close();
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

}
