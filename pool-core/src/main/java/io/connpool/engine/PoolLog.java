package io.connpool.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * What a pool logs: the pool's name first, and nothing more than once a minute for each reason.
 * What was left out is counted, and the next line with that reason says how much it was.
 *
 * Two things are not limited: the steps of the pool's own life (suspended, resumed, closed), of
 * which each is one call of the user's and the last must not be missing; and DEBUG, which is there
 * to follow every connection.
 */
final class PoolLog {

	private static final Logger LOGGER = LoggerFactory.getLogger("io.connpool.pool");

	static final long AT_MOST_EVERY = TimeUnit.MINUTES.toNanos(1);

	/**
	 * As many reasons are remembered before those of more than a minute ago are dropped.
	 * They are a handful of constants; this is for a reason that names something.
	 */
	private static final int MANY = 256;

	private static final long NOT_DUE = -1;

	private final String poolName;

	private final NanoClock clock;

	/** The last line of each reason. */
	private final Map<String, Told> last = new ConcurrentHashMap<>();

	PoolLog(String poolName, NanoClock clock) {
		this.poolName = poolName;
		this.clock = clock;
	}

	void warn(String reason, String message, @Nullable Throwable cause) {
		try {
			long leftOut = leftOutIfDue(reason);
			if (leftOut != NOT_DUE) {
				LOGGER.warn("{} – {}{}", this.poolName, message, andMore(leftOut), ToldFailure.of(cause));
			}
		}
		catch (Throwable ex) {
			// a logging backend that fails must not cost the pool a connection or a
			// thread
		}
	}

	/** For what is limited elsewhere. */
	void warnAlways(String message, @Nullable Throwable cause) {
		try {
			LOGGER.warn("{} – {}", this.poolName, message, cause);
		}
		catch (Throwable ex) {
			// as above
		}
	}

	/** The message is the reason. */
	void error(String message, Throwable cause) {
		try {
			long leftOut = leftOutIfDue(message);
			if (leftOut != NOT_DUE) {
				LOGGER.error("{} – {}{}", this.poolName, message, andMore(leftOut), ToldFailure.of(cause));
			}
		}
		catch (Throwable ex) {
			// as above
		}
	}

	void info(String reason, String message) {
		try {
			long leftOut = leftOutIfDue(reason);
			if (leftOut != NOT_DUE) {
				LOGGER.info("{} – {}{}", this.poolName, message, andMore(leftOut));
			}
		}
		catch (Throwable ex) {
			// as above
		}
	}

	/** For the steps of the pool's life. */
	void info(String message) {
		try {
			LOGGER.info("{} – {}", this.poolName, message);
		}
		catch (Throwable ex) {
			// as above
		}
	}

	void debug(String message, long connectionId, Object detail) {
		try {
			if (LOGGER.isDebugEnabled()) {
				Object told = (detail instanceof Throwable failure) ? ForeignText.of(failure) : detail;
				LOGGER.debug("{} – #{} {}: {}", this.poolName, connectionId, message, told);
			}
		}
		catch (Throwable ex) {
			// as above
		}
	}

	/**
	 * Returns whether this reason was not used within the last minute, and notes its use.
	 */
	boolean isDue(String reason) {
		return leftOutIfDue(reason) != NOT_DUE;
	}

	/** How many reasons are remembered. */
	int remembered() {
		return this.last.size();
	}

	/**
	 * How many lines of this reason were left out since its last one, if another is due
	 * now; else counts this one.
	 */
	private long leftOutIfDue(String reason) {
		long now = this.clock.nanos();
		if (this.last.size() >= MANY) {
			this.last.values().removeIf((told) -> now - told.at >= AT_MOST_EVERY);
		}
		Told told = this.last.get(reason);
		if (told == null) {
			told = this.last.putIfAbsent(reason, new Told(now));
			if (told == null) {
				return 0;
			}
		}
		if (now - told.at >= AT_MOST_EVERY && this.last.replace(reason, told, new Told(now))) {
			return told.leftOut.get();
		}
		told.leftOut.incrementAndGet();
		return NOT_DUE;
	}

	private static String andMore(long leftOut) {
		return (leftOut > 0) ? "; left out since the last such line: " + leftOut : "";
	}

	/** A line that was logged. */
	private static final class Told {

		private final long at;

		private final AtomicLong leftOut = new AtomicLong();

		private Told(long at) {
			this.at = at;
		}

	}

}
