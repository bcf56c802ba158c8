package io.connpool.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Takes over what pools log, until it is closed: an error says that the pool has a bug,
 * everything else is of no interest to thousands of simulations.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.connpool.pool");

	private final Level before = this.logger.getLevel();

	private volatile ILoggingEvent error;

	ErrorLog() {
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.setLevel(Level.ERROR);
		this.logger.setAdditive(false);
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.error = event;
	}

	/** Throws what was logged as an error since the last call. */
	void rethrow() {
		ILoggingEvent event = this.error;
		if (event != null) {
			this.error = null;
			ThrowableProxy proxy = (ThrowableProxy) event.getThrowableProxy();
			throw new AssertionError("logged: " + event.getFormattedMessage(),
					(proxy != null) ? proxy.getThrowable() : null);
		}
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.before);
	}

}
