package io.connpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
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
 * How the price of a cycle grows with the pool. One thread; see {@link Idle} for what is
 * idle. (HikariCP opens 33 connections a second, so it is here by its bag alone.)
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class SizeBenchmark {

	/** Whose cycle it is. */
	@Param({ "connpool", "hikari-bag", "commons", "vibur", "agroal", "abq" })
	public String contender;

	/** Connections in the pool. */
	@Param({ "1", "10", "100", "1000", "10000" })
	public int size;

	/** How many of them are idle. */
	@Param
	public Idle idle;

	private final List<Object> held = new ArrayList<>();

	private Contender pool;

	private int random = 1;

	/**
	 * Fills the pool and takes what is not to be idle.
	 * @throws Exception if that fails
	 */
	@Setup
	public void fill() throws Exception {
		this.pool = Contenders.create(this.contender, Stub.spec(this.size));
		while (this.idle != Idle.ALL && this.held.size() < this.size - 1) {
			this.held.add(this.pool.acquire());
		}
	}

	/**
	 * Closes the pool.
	 * @throws Exception if that fails
	 */
	@TearDown
	public void close() throws Exception {
		for (Object each : this.held) {
			this.pool.release(each);
		}
		this.held.clear();
		this.pool.close();
	}

	/**
	 * Takes a connection and gives one back.
	 * @return the handle
	 * @throws Exception if there is none
	 */
	@Benchmark
	public Object cycle() throws Exception {
		Object taken = this.pool.acquire();
		if (this.idle == Idle.ANOTHER && !this.held.isEmpty()) {
			this.pool.release(this.held.set(next(), taken));
		}
		else {
			this.pool.release(taken);
		}
		return taken;
	}

	/** Any place in the list; Marsaglia's xorshift. */
	private int next() {
		int next = this.random;
		next ^= next << 13;
		next ^= next >>> 17;
		next ^= next << 5;
		this.random = next;
		return Integer.remainderUnsigned(next, this.held.size());
	}

	/**
	 * What there is to find.
	 */
	public enum Idle {

		/** Every connection is idle. */
		ALL,

		/** All but one are leased, and it is always the same. */
		ONE,

		/**
		 * All but one are leased, and it is another each time: a cycle gives back any of
		 * those leased, so that no pool can know where to look, save by remembering what
		 * was given back.
		 */
		ANOTHER

	}

}
