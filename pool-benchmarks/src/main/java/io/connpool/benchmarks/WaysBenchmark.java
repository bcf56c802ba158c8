package io.connpool.benchmarks;

import java.util.concurrent.TimeUnit;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ways to use a connection of ConnPool, each while sixteen are idle.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class WaysBenchmark {

	private FeatureRig rig;

	private ConnectionPool<?> pool;

	/**
	 * Fills the pool.
	 */
	@Setup
	public void fill() {
		this.rig = Feature.BASELINE.rig();
		this.pool = this.rig.pool();
	}

	/**
	 * Closes the pool.
	 */
	@TearDown
	public void close() {
		this.rig.close();
	}

	/**
	 * With a lease.
	 * @return the connection
	 * @throws InterruptedException if interrupted
	 */
	@Benchmark
	public Object acquire() throws InterruptedException {
		try (Lease<?> lease = this.pool.acquire()) {
			return lease.connection();
		}
	}

	/**
	 * With a lease, if there is one at once.
	 * @return the connection
	 */
	@Benchmark
	public Object tryAcquire() {
		try (Lease<?> lease = this.pool.tryAcquire()) {
			return (lease != null) ? lease.connection() : null;
		}
	}

	/**
	 * With a function that uses it.
	 * @return the connection
	 */
	@Benchmark
	public Object execute() {
		return this.pool.execute((connection) -> connection);
	}

	/**
	 * With a future that is complete already.
	 * @return the connection
	 */
	@Benchmark
	public Object acquireAsync() {
		try (Lease<?> lease = this.pool.acquireAsync(Stub.TIMEOUT).join()) {
			return lease.connection();
		}
	}

}
