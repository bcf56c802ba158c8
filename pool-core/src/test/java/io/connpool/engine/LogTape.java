package io.connpool.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.connpool.test.FakeClock;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Writes down what pools log, and when by the clock of the test.
 */
final class LogTape extends AppenderBase<ILoggingEvent> implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.connpool.pool");

	private final FakeClock clock;

	private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

	LogTape(FakeClock clock) {
		this.clock = clock;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
			String stack = (event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy())
					: "";
			this.entries.add(new Entry(this.clock.elapsed().toMillis(), event.getFormattedMessage(), stack));
		}
	}

	List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	/** What was logged with this text in its message. */
	List<Entry> entries(String text) {
		return this.entries.stream().filter((entry) -> entry.message().contains(text)).toList();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.addAppender(this);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.detachAppender(this);
	}

	/**
	 * One event.
	 *
	 * @param millis when
	 * @param message the message
	 * @param stack the stack of the exception that came with it; empty if none did
	 */
	record Entry(long millis, String message, String stack) {

	}

}
