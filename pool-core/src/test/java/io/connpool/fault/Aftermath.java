package io.connpool.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connpool.ConnectionPool;
import io.connpool.Deadline;
import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.PoolStats;
import io.connpool.test.PoolLeakAssertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What must hold after every fault, whichever it was: service is back within the time
 * promised, every place of the pool can be had, and the books balance.
 */
public final class Aftermath<C> {

	/** What the contract promises. */
	static final Duration PROMISED = Duration.ofSeconds(1);

	/** How long it takes until all places serve, that included. */
	private static final Duration FULL = Duration.ofSeconds(5);

	/** For a machine that is busy with other things. */
	static final Duration BUSY = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ConnectionPool<C> pool;

	private final Books<C> books;

	private final Question<C> question;

	Aftermath(ConnectionPool<C> pool, Books<C> books, Question<C> question) {
		this.pool = pool;
		this.books = books;
		this.question = question;
	}

	/**
	 * Asserts it, from the moment at which the fault is gone.
	 * @param promised when the first caller must have been served; what it is more than
	 * usual, all places have more
	 * @param beyond connections by which {@code max-size} may have been exceeded: calls
	 * that overran their limit, for example
	 */
	void assertThatAllIsWell(Duration promised, int beyond) throws Exception {
		Deadline full = Deadline.after(FULL.minus(PROMISED).plus(promised).plus(BUSY));
		await("service within " + promised.toMillis() + " ms").atMost(promised.plus(BUSY))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(this::isServed);
		assertThatEveryPlaceServes(full);
		assertThatTheBooksBalance();
		assertThat(this.books.peak()).as("connections at the same time: %s", this.books)
			.isLessThanOrEqualTo(this.pool.settings().maxSize() + beyond);
	}

	private boolean isServed() {
		try {
			return this.pool.execute(PROMISED, (connection) -> {
				this.question.askOn(connection);
				return true;
			});
		}
		catch (Exception ex) {
			return false;
		}
	}

	/** As many at once as there are places. */
	private void assertThatEveryPlaceServes(Deadline deadline) throws Exception {
		List<Lease<C>> held = new ArrayList<>();
		try {
			while (held.size() < this.pool.settings().maxSize()) {
				try {
					held.add(this.pool.acquire(deadline.remaining()));
				}
				catch (PoolException ex) {
					if (deadline.isExpired()) {
						throw new AssertionError("only " + held.size() + " places serve: " + this.pool.stats(), ex);
					}
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				}
			}
			for (Lease<C> lease : held) {
				this.question.askOn(lease.connection());
			}
		}
		finally {
			held.forEach(Lease::close);
		}
	}

	/** Created = closed + live, by the pool's count and by the factory's. */
	private void assertThatTheBooksBalance() {
		PoolLeakAssertions.assertBooksBalance(this.pool, PATIENCE);
		await().atMost(PATIENCE).untilAsserted(() -> {
			PoolStats stats = this.pool.stats();
			assertThat(this.books.opened()).as("opened: %s, %s", stats, this.books).isEqualTo(stats.opened());
			assertThat(this.books.live()).as("live: %s, %s", stats, this.books).isEqualTo(stats.idle());
		});
		assertThat(this.books.complaints()).isEmpty();
	}

	/** Closes the pool and asserts that the factory has nothing open any more. */
	void assertThatNothingIsLeftOfThePool() {
		assertThat(this.pool.close(PATIENCE).isClean()).as("closed clean").isTrue();
		await().atMost(PATIENCE).until(() -> this.books.live() == 0);
		assertThat(this.books.complaints()).isEmpty();
	}

	/** A request and its reply, asserted to be the right one. */
	@FunctionalInterface
	public interface Question<C> {

		void askOn(C connection) throws Exception;

	}

}
