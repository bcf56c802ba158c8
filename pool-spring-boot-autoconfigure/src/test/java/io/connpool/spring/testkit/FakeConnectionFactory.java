package io.connpool.spring.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.OpenRequest;

/**
 * Opens connections that lead nowhere, and counts them.
 */
public final class FakeConnectionFactory implements ConnectionFactory<FakeConnection> {

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger live = new AtomicInteger();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile boolean broken;

	@Override
	public FakeConnection open(OpenRequest request) throws Exception {
		this.threads.add(Thread.currentThread());
		if (this.broken) {
			throw new java.net.ConnectException("refused by the test, password=secret");
		}
		this.opened.incrementAndGet();
		this.live.incrementAndGet();
		return new FakeConnection(this);
	}

	public void breakDown() {
		this.broken = true;
	}

	public void recover() {
		this.broken = false;
	}

	public int opened() {
		return this.opened.get();
	}

	public AtomicInteger live() {
		return this.live;
	}

	public List<Thread> threads() {
		return this.threads;
	}

}
