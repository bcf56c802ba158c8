package io.connpool.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.connpool.AcquireTimeoutException;
import io.connpool.test.PoolLeakAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A timed-out caller is told who holds the connections while they come and go. More than
 * 32 of them: fewer are sorted without a check of the comparison.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DiagnosisRaceTests {

	private static final int SIZE = 100;

	private static final int MESSAGES = 100_000;

	@Test
	void timeOutIsToldAlthoughLeasesComeAndGoMeanwhile() throws Exception {
		Pool<Object> pool = ConnectionPools.builder((request) -> new Object()).maxSize(SIZE).buildPool();
		for (int i = 0; i < SIZE; i++) {
			pool.acquire(Duration.ofSeconds(5));
		}
		AtomicBoolean over = new AtomicBoolean();
		Thread others = new Thread(() -> {
			for (int i = 0; !over.get(); i = (i + 7) % (3 * SIZE)) {
				Slot<Object> slot = pool.table.slots()[i % SIZE];
				slot.leasedAt = Slot.NOT_LEASED;
				slot.leasedAt = pool.tick.now() + i % 3;
			}
		}, "others");
		others.setDaemon(true);
		others.start();

		try {
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(pool.diagnosis.timedOut(1)).isInstanceOf(AcquireTimeoutException.class);
			}
		}
		finally {
			over.set(true);
			others.join();
			pool.close(Duration.ZERO);
		}
		PoolLeakAssertions.assertBooksBalance(pool, Duration.ofSeconds(20));
	}

}
