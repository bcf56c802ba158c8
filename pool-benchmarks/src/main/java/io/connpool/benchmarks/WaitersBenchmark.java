package io.connpool.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.engine.ConnectionPools;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a hand-off costs while many are in line for the one connection of the pool: its
 * release delivers it to the oldest waiter, and another joins at the end. The waiters are
 * futures, or there would be as many threads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WaitersBenchmark {

	private static final Duration LONG = Duration.ofHours(1);

	/** How many are in line. */
	@Param({ "10", "1000", "10000", "100000" })
	public int waiters;

	private final Queue<CompletableFuture<Lease<Stub>>> line = new ArrayDeque<>();

	private ConnectionPool<Stub> pool;

	private Lease<Stub> lease;

	/**
	 * Lines the waiters up.
	 * @throws InterruptedException if interrupted
	 */
	@Setup
	public void lineUp() throws InterruptedException {
		this.pool = ConnectionPools.builder((request) -> new Stub())
			.name("benchmark")
			.maxSize(1)
			.acquireTimeout(LONG)
			.maxWaiting(this.waiters + 1)
			.build();
		this.lease = this.pool.acquire();
		while (this.line.size() < this.waiters) {
			this.line.add(this.pool.acquireAsync(LONG));
		}
	}

	/**
	 * Sends everybody home.
	 */
	@TearDown
	public void close() {
		this.pool.close(Duration.ZERO);
		this.line.clear();
	}

	/**
	 * Hands the connection to the oldest and joins the line.
	 * @return the oldest's lease
	 */
	@Benchmark
	public Object handOff() {
		this.lease.close();
		CompletableFuture<Lease<Stub>> oldest = this.line.remove();
		while (!oldest.isDone()) {
			Thread.onSpinWait();
		}
		this.lease = oldest.join();
		this.line.add(this.pool.acquireAsync(LONG));
		return this.lease;
	}

}
