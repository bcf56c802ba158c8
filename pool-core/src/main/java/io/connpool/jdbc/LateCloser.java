package io.connpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose driver cannot abort them, apart from whoever aborts: a close
 * may hang as long as what it was to end. The pool gives up their places meanwhile, so
 * only the limits here keep a driver whose closes all hang from taking a thread for each
 * connection there ever was. At the limits whoever aborts has to close, too: the pool
 * sees that call hang, and counts it.
 *
 * <p>
 * <b>Threads:</b> any. Its own are daemons, end when idle for a second, and have no class
 * loader of the caller's.
 */
final class LateCloser {

	private static final Logger LOGGER = LoggerFactory.getLogger(LateCloser.class);

	private static final int THREADS = 16;

	private static final int WAITING = 1_000;

	private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);

	private final ThreadPoolExecutor executor;

	/** When a connection that found no room was warned of, at most once a minute. */
	private final AtomicLong warnedAt = new AtomicLong();

	private final NanoClock clock;

	LateCloser() {
		this(THREADS, WAITING, NanoClock.SYSTEM);
	}

	/**
	 * Creates a closer.
	 * @param threads closes at a time
	 * @param waiting connections that wait for a thread; one more is closed by its caller
	 * @param clock tells when another warning is due
	 */
	LateCloser(int threads, int waiting, NanoClock clock) {
		this.clock = clock;
		this.warnedAt.set(clock.nanos() - WARN_EVERY);
		this.executor = new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(waiting), LateCloser::newThread);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(null, task, "connpool-jdbc-abort", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	}

	/**
	 * Closes the connection soon, after a rollback if auto-commit is off. Does not block
	 * unless too many closes hang already.
	 */
	void close(Connection connection) {
		try {
			this.executor.execute(() -> closeQuietly(connection));
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// no room, or no thread
			long now = this.clock.nanos();
			long last = this.warnedAt.get();
			if (now - last >= WARN_EVERY && this.warnedAt.compareAndSet(last, now)) {
				LOGGER.warn(
						"{} closes of aborted JDBC connections hang and {} wait: further ones hold up their pools; "
								+ "give the driver time limits of its own (socketTimeout and the like in the URL)",
						this.executor.getActiveCount(), this.executor.getQueue().size());
			}
			closeQuietly(connection);
		}
	}

	private static void closeQuietly(Connection connection) {
		try {
			JdbcConnectionFactory.rollBackAndClose(connection);
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			// nobody is left who could act on it
		}
	}

}
