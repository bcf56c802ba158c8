package io.connpool.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolListener;
import io.connpool.engine.ConnectionPools;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
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
 * One acquire and one release with nobody else around: every pool has sixteen idle
 * connections and its production defaults. ConnPool's lease is checked, its counters are
 * on and a listener that asks for no timing is attached. The bare compare-and-set on an
 * array of slots is the physical limit, not a pool.
 *
 * <p>
 * Run with {@code -t 2} for two threads, with {@code -prof gc} for allocation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CycleBenchmark {

	private static final int SIZE = 16;

	private ConnectionPool<Object> connpool;

	private HikariDataSource hikari;

	private GenericObjectPool<Object> commons;

	private AtomicReferenceArray<Object> bare;

	/**
	 * Fills every pool.
	 * @throws Exception if one cannot be filled
	 */
	@Setup
	public void fill() throws Exception {
		this.connpool = ConnectionPools.builder((request) -> new Object())
			.name("benchmark")
			.maxSize(SIZE)
			.minIdle(SIZE)
			.listener(new PoolListener() {
			})
			.build();
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:benchmark");
		config.setMaximumPoolSize(SIZE);
		this.hikari = new HikariDataSource(config);
		this.commons = new GenericObjectPool<>(new Objects());
		this.commons.setMaxTotal(SIZE);
		this.commons.setMaxIdle(SIZE);
		this.commons.setMinIdle(SIZE);
		this.commons.preparePool();
		this.bare = new AtomicReferenceArray<>(SIZE * 16);
		for (int i = 0; i < SIZE; i++) {
			this.bare.set(i * 16, new Object());
		}
		while (this.connpool.stats().idle() < SIZE || this.hikari.getHikariPoolMXBean().getIdleConnections() < SIZE) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Closes every pool.
	 */
	@TearDown
	public void close() {
		this.connpool.close();
		this.hikari.close();
		this.commons.close();
	}

	/**
	 * ConnPool.
	 * @return the connection
	 * @throws InterruptedException never
	 */
	@Benchmark
	public Object connpool() throws InterruptedException {
		try (Lease<Object> lease = this.connpool.acquire()) {
			return lease.connection();
		}
	}

	/**
	 * HikariCP, through its {@code DataSource}.
	 * @return the connection
	 * @throws SQLException never
	 */
	@Benchmark
	public Object hikari() throws SQLException {
		try (Connection connection = this.hikari.getConnection()) {
			return connection;
		}
	}

	/**
	 * commons-pool2's {@code GenericObjectPool}.
	 * @return the connection
	 * @throws Exception never
	 */
	@Benchmark
	public Object commonsPool2() throws Exception {
		Object connection = this.commons.borrowObject();
		this.commons.returnObject(connection);
		return connection;
	}

	/**
	 * The physical limit: one compare-and-set to claim a slot and one write to give it
	 * back.
	 * @return the connection
	 */
	@Benchmark
	public Object bareSlots() {
		int from = (int) Thread.currentThread().getId() & (SIZE - 1);
		for (int i = from;; i = (i + 1) & (SIZE - 1)) {
			Object connection = this.bare.get(i * 16);
			if (connection != null && this.bare.compareAndSet(i * 16, connection, null)) {
				this.bare.set(i * 16, connection);
				return connection;
			}
		}
	}

	private static final class Objects extends BasePooledObjectFactory<Object> {

		@Override
		public Object create() {
			return new Object();
		}

		@Override
		public PooledObject<Object> wrap(Object object) {
			return new DefaultPooledObject<>(object);
		}

	}

}
