package io.connpool.benchmarks;

import java.util.concurrent.TimeUnit;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Contenders;
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
 * One acquire and one release while nobody has to wait: every pool has sixteen idle
 * connections and its production defaults. ConnPool's lease is checked, its counters are
 * on, a listener that asks for no timing is attached, and its factory has a
 * {@code check}, which is called on acquire and on release.
 *
 * <p>
 * Run with {@code -t 1} and {@code -t 2}; with {@code -prof gc} for allocation. Each
 * contender has forks of its own, so that every call has one target.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CycleBenchmark {

	/** Whose cycle it is; those of Stormpot need Java 21 to be built and to run. */
	@Param({ "connpool", "connpool-bounded", "hikari", "hikari-bag", "commons", "commons-fair", "commons-tuned",
			"stormpot", "stormpot-virtual", "stormpot-direct", "reactor", "vibur", "vibur-fair", "agroal", "tomcat",
			"httpcore-strict", "httpcore-lax", "netty", "spring-simplepool", "abq", "semaphore-deque", "treiber",
			"bare", "bare-release" })
	public String contender;

	private Contender pool;

	/**
	 * Fills the pool.
	 * @throws Exception if that fails
	 */
	@Setup
	public void fill() throws Exception {
		this.pool = Contenders.create(this.contender, Stub.spec(Stub.SIZE));
	}

	/**
	 * Closes the pool.
	 */
	@TearDown
	public void close() {
		this.pool.close();
	}

	/**
	 * Takes a connection and gives it back.
	 * @return the connection
	 * @throws Exception if there is none
	 */
	@Benchmark
	public Object cycle() throws Exception {
		Object held = this.pool.acquire();
		Object connection = this.pool.connection(held);
		this.pool.release(held);
		return connection;
	}

}
