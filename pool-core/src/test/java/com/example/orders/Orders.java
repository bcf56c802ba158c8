package com.example.orders;

import java.util.concurrent.CountDownLatch;

import io.connpool.ConnectionPool;
import io.connpool.Lease;

/**
 * An application that holds its connections for too long; its stacks are in
 * {@code docs/diagnosis.md}.
 */
public final class Orders {

	private final ConnectionPool<?> pool;

	private final CountDownLatch reading = new CountDownLatch(2);

	private final CountDownLatch read = new CountDownLatch(1);

	public Orders(ConnectionPool<?> pool) {
		this.pool = pool;
	}

	public void monthlyReport() {
		readWithLease();
	}

	public void checkOut() {
		readWithLease();
	}

	private void readWithLease() {
		try (Lease<?> lease = this.pool.acquire()) {
			readLedger();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void readLedger() throws InterruptedException {
		this.reading.countDown();
		this.read.await();
	}

	/** How many have yet to begin. */
	public long missing() {
		return this.reading.getCount();
	}

	public void endReading() {
		this.read.countDown();
	}

}
