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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each feature of ConnPool costs: the cycle of {@link CycleBenchmark}, with one
 * thing changed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FeatureBenchmark {

	/** What is changed. */
	@Param
	public Feature feature;

	private FeatureRig rig;

	private ConnectionPool<?> pool;

	/**
	 * Fills the pool.
	 */
	@Setup
	public void fill() {
		this.rig = this.feature.rig();
		this.pool = this.rig.pool();
	}

	/**
	 * Closes the pool and what belongs to it.
	 */
	@TearDown
	public void close() {
		this.rig.close();
	}

	/**
	 * Takes a connection and gives it back.
	 * @return the connection
	 * @throws InterruptedException if interrupted
	 */
	@Benchmark
	public Object cycle() throws InterruptedException {
		try (Lease<?> lease = this.pool.acquire()) {
			return lease.connection();
		}
	}

}
