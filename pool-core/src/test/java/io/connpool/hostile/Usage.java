package io.connpool.hostile;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the process uses after a collection.
 *
 * @param heap bytes
 * @param direct bytes of buffers beside the heap
 * @param threads that are alive
 */
record Usage(long heap, long direct, int threads) {

	private static final int MOST_LOOKS = 20;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** What is in use once it does not become less any more. */
	static Usage settled() {
		Usage usage = now();
		for (int i = 0; i < MOST_LOOKS; i++) {
			LockSupport.parkNanos(PAUSE_NANOS);
			Usage next = now();
			if (next.direct() >= usage.direct() && next.threads() >= usage.threads()) {
				return next;
			}
			usage = next;
		}
		return usage;
	}

	/**
	 * Buffers of connections that were closed are given back by a thread of the JVM, some
	 * time after the collection that found them.
	 */
	static Usage now() {
		System.gc();
		return new Usage(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), directBytes(),
				ManagementFactory.getThreadMXBean().getThreadCount());
	}

	private static long directBytes() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((buffers) -> buffers.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	@Override
	public String toString() {
		return (this.heap >> 10) + " KiB of heap, " + (this.direct >> 10) + " KiB beside it, " + this.threads
				+ " threads";
	}

}
