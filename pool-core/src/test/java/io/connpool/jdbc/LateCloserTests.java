package io.connpool.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connpool.test.FakeClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LateCloserTests {

	private final FakeClock clock = new FakeClock();

	private final CountDownLatch answer = new CountDownLatch(1);

	private final AtomicInteger closing = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	private final AtomicInteger rolledBack = new AtomicInteger();

	private volatile boolean autoCommit = true;

	@AfterEach
	void answer() {
		this.answer.countDown();
	}

	@Test
	void closesThatHangTakeNoMoreThanTheThreadsAllowed() {
		LateCloser closer = new LateCloser(3, 5, this.clock);

		for (int i = 0; i < 8; i++) {
			closer.close(hanging());
		}

		Awaitility.await().until(() -> this.closing.get() == 3);
		Awaitility.await().until(() -> closers() == 3);
		this.answer.countDown();
		Awaitility.await().until(() -> this.closed.get() == 8);
		assertThat(this.closing).hasValue(8);
	}

	@Test
	void connectionBeyondTheLineIsClosedByWhoeverAbortsIt() throws InterruptedException {
		LateCloser closer = new LateCloser(1, 2, this.clock);
		for (int i = 0; i < 3; i++) {
			closer.close(hanging());
		}
		Thread aborting = new Thread(() -> closer.close(hanging()));

		aborting.start();

		Awaitility.await().until(() -> this.closing.get() == 2);
		assertThat(aborting.isAlive()).as("its pool sees the call hang").isTrue();
		this.answer.countDown();
		aborting.join();
		Awaitility.await().until(() -> this.closed.get() == 4);
		closer.close(hanging());
		Awaitility.await().until(() -> this.closed.get() == 5);
	}

	@Test
	void whatWasNotCommittedIsRolledBack() {
		LateCloser closer = new LateCloser(1, 1, this.clock);
		this.autoCommit = false;

		closer.close(hanging());

		Awaitility.await().until(() -> this.closing.get() == 1);
		assertThat(this.rolledBack).hasValue(1);
	}

	@Test
	void lineThatIsFullIsWarnedOfOnceAMinute() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(LateCloser.class);
		log.start();
		logger.addAppender(log);
		LateCloser closer = new LateCloser(1, 1, this.clock);

		try {
			closer.close(hanging());
			closer.close(hanging());
			for (int i = 0; i < 300; i++) {
				closer.close(new RecordingConnection().connection());
				this.clock.advance(Duration.ofSeconds(1));
			}
		}
		finally {
			this.answer.countDown();
			logger.detachAppender(log);
		}

		assertThat(log.list).hasSize(5);
	}

	@Test
	void closeThatFailsCostsNoThread() {
		LateCloser closer = new LateCloser(1, 10, this.clock);

		closer.close(new RecordingConnection().failing("close", new SQLException("no")).connection());
		closer.close(new RecordingConnection().failing("close", new IllegalStateException("no")).connection());
		this.answer.countDown();
		closer.close(hanging());

		Awaitility.await().until(() -> this.closed.get() == 1);
	}

	@Test
	void threadsEndWhenThereIsNothingToClose() {
		LateCloser closer = new LateCloser(2, 10, this.clock);
		this.answer.countDown();

		closer.close(hanging());

		Awaitility.await().until(() -> this.closed.get() == 1);
		Awaitility.await().until(() -> closers() == 0);
	}

	private Connection hanging() {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, args) -> switch (method.getName()) {
					case "isClosed" -> false;
					case "getAutoCommit" -> this.autoCommit;
					case "rollback" -> this.rolledBack.incrementAndGet();
					default -> hang();
				});
	}

	private Object hang() throws InterruptedException {
		this.closing.incrementAndGet();
		this.answer.await();
		return this.closed.incrementAndGet();
	}

	private static long closers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("connpool-jdbc-abort"))
			.count();
	}

}
