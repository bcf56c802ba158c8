package io.connpool.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the watch logs when a deadline cannot be kept.
 */
class DeadlineWatchLogTests {

	private final AtomicLong now = new AtomicLong();

	/** Its thread ends at once: the tests have it look. */
	private final DeadlineWatch watch = new DeadlineWatch(this.now::get, (task) -> new Thread(() -> {
	}));

	@Test
	void failureThatStaysIsLoggedOnceAMinute() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();

		logTo(log, () -> {
			for (int second = 0; second < 300; second++) {
				lookAndFail();
				this.now.addAndGet(TimeUnit.SECONDS.toNanos(1));
			}
		});

		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.extracting((line) -> line.replaceAll(".*: ", ""))
			.as("left out each time")
			.containsExactly("0", "59", "59", "59", "59");
	}

	@Test
	void deadlinesAreKeptThoughTheLogCannotBeWritten() {
		AtomicInteger lines = new AtomicInteger();
		AtomicInteger cuts = new AtomicInteger();
		WireGuard sound = new WireGuard(this.watch, cuts::incrementAndGet);

		logTo(new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				lines.incrementAndGet();
				throw new StackOverflowError("on purpose");
			}

		}, this::lookAndFail);
		sound.watch();
		sound.arm(0);
		this.watch.look();

		assertThat(lines).hasValue(1);
		assertThat(cuts).hasValue(1);
	}

	private void lookAndFail() {
		WireGuard broken = new WireGuard(this.watch, () -> {
			throw new IllegalStateException("on purpose");
		});
		broken.watch();
		broken.arm(0);
		assertThat(this.watch.look()).as("soon again").isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
		broken.unwatch();
	}

	private static void logTo(Appender<ILoggingEvent> log, Runnable work) {
		Logger logger = (Logger) LoggerFactory.getLogger(DeadlineWatch.class);
		log.start();
		logger.addAppender(log);
		try {
			work.run();
		}
		finally {
			logger.detachAppender(log);
		}
	}

}
