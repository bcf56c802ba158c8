package io.connpool.benchmarks.soak;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Has what pools log counted, and written nowhere. Public for SLF4J, which makes one if
 * it is told so in time; the rest of the benchmarks log nothing at all.
 */
public final class LogBookProvider implements SLF4JServiceProvider {

	/** Those of the pools begin so. */
	private static final String POOLS = "io.connpool.";

	/** A proxy that has somebody hung up on it may say so. */
	private static final String NOT_POOLS = "io.connpool.test.";

	/** Of the whole process, as what is logged is. */
	private static final LogBook BOOK = new LogBook();

	private final IMarkerFactory markers = new BasicMarkerFactory();

	private final MDCAdapter mdc = new NOPMDCAdapter();

	private final ILoggerFactory loggers = new Loggers();

	/**
	 * Creates a provider.
	 */
	public LogBookProvider() {
	}

	/** To be called before anything has a logger; later it has no effect. */
	static void install() {
		System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogBookProvider.class.getName());
	}

	/** Whether what pools log comes here. */
	static boolean isInstalled() {
		return LoggerFactory.getILoggerFactory() instanceof Loggers;
	}

	static LogBook book() {
		return BOOK;
	}

	@Override
	public ILoggerFactory getLoggerFactory() {
		return this.loggers;
	}

	@Override
	public IMarkerFactory getMarkerFactory() {
		return this.markers;
	}

	@Override
	public MDCAdapter getMDCAdapter() {
		return this.mdc;
	}

	@Override
	public String getRequestedApiVersion() {
		return "2.0.99";
	}

	@Override
	public void initialize() {
	}

	private static final class Loggers implements ILoggerFactory {

		private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

		@Override
		public Logger getLogger(String name) {
			boolean ofPools = name.startsWith(POOLS) && !name.startsWith(NOT_POOLS);
			return ofPools ? this.loggers.computeIfAbsent(name, CountingLogger::new) : NOPLogger.NOP_LOGGER;
		}

	}

	private static final class CountingLogger extends LegacyAbstractLogger {

		private static final long serialVersionUID = 1L;

		private CountingLogger(String name) {
			this.name = name;
		}

		@Override
		public boolean isTraceEnabled() {
			return false;
		}

		@Override
		public boolean isDebugEnabled() {
			return false;
		}

		@Override
		public boolean isInfoEnabled() {
			return true;
		}

		@Override
		public boolean isWarnEnabled() {
			return true;
		}

		@Override
		public boolean isErrorEnabled() {
			return true;
		}

		@Override
		protected @Nullable String getFullyQualifiedCallerName() {
			return null;
		}

		@Override
		protected void handleNormalizedLoggingCall(Level level, @Nullable Marker marker, String pattern,
				Object @Nullable [] arguments, @Nullable Throwable throwable) {
			BOOK.add(System.nanoTime(), level == Level.ERROR, MessageFormatter.basicArrayFormat(pattern, arguments));
		}

	}

}
