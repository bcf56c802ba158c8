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
 */
final class PoolLog {

	private static final Logger LOGGER = LoggerFactory.getLogger("io.connpool.pool");

	private static final long AT_MOST_EVERY = TimeUnit.MINUTES.toNanos(1);

	private final String poolName;

	private final NanoClock clock;

	/**
	 * As many reasons are remembered before those of more than a minute ago are dropped.
	 */
	private static final int MANY = 256;

	/** All reasons are looked at for that, which may be many and none of them old. */
	private static final long FORGET_EVERY = TimeUnit.SECONDS.toNanos(1);

	/**
	 * When each reason was last logged. The reasons are a handful of constants, save
	 * those that name a connection.
	 */
	private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

	/** When old reasons were last looked for. */
	private final AtomicLong lastForgot;

	PoolLog(String poolName, NanoClock clock) {
		this.poolName = poolName;
		this.clock = clock;
		this.lastForgot = new AtomicLong(clock.nanos() - FORGET_EVERY);
	}

	void warn(String reason, String message, @Nullable Throwable cause) {
		try {
			if (isDue(reason)) {
				LOGGER.warn("{} – {}", this.poolName, message, cause);
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

	void error(String message, Throwable cause) {
		try {
			LOGGER.error("{} – {}", this.poolName, message, cause);
		}
		catch (Throwable ex) {
			// as above
		}
	}

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
			LOGGER.debug("{} – #{} {}: {}", this.poolName, connectionId, message, detail);
		}
		catch (Throwable ex) {
			// as above
		}
	}

	/**
	 * Returns whether this reason was not used within the last minute, and notes its use.
	 */
	boolean isDue(String reason) {
		long now = this.clock.nanos();
		if (this.lastLogged.size() >= MANY) {
			forget(now);
		}
		Long last = this.lastLogged.get(reason);
		if (last != null && now - last < AT_MOST_EVERY) {
			return false;
		}
		return last != null && this.lastLogged.replace(reason, last, now)
				|| this.lastLogged.putIfAbsent(reason, now) == null;
	}

	private void forget(long now) {
		long previous = this.lastForgot.get();
		if (now - previous >= FORGET_EVERY && this.lastForgot.compareAndSet(previous, now)) {
			this.lastLogged.values().removeIf((last) -> now - last >= AT_MOST_EVERY);
		}
	}

	/** How many reasons are remembered. */
	int remembered() {
		return this.lastLogged.size();
	}

}
