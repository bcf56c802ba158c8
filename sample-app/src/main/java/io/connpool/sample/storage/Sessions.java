package io.connpool.sample.storage;

import java.time.Instant;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is logged in.
 */
public final class Sessions {

	private final JdbcClient reader;

	private final JdbcClient writer;

	/**
	 * Creates a view of the table.
	 * @param reader reads
	 * @param writer writes
	 */
	public Sessions(JdbcClient reader, JdbcClient writer) {
		this.reader = reader;
		this.writer = writer;
	}

	/**
	 * Adds a session.
	 * @param tokenHash the hash of the token
	 * @param user the number of the user
	 * @param expiry when the token is no longer good
	 */
	public void add(byte[] tokenHash, long user, Instant expiry) {
		this.writer.sql("INSERT INTO sessions (token_hash, user_id, expires) VALUES (?, ?, ?)")
			.params(tokenHash, user, expiry.toEpochMilli())
			.update();
	}

	/**
	 * Finds out whose a token is.
	 * @param tokenHash the hash of the token
	 * @param now a token that has expired by then is nobody's
	 * @return the number of the user, if the token is good
	 */
	public Optional<Long> findUser(byte[] tokenHash, Instant now) {
		return this.reader.sql("SELECT user_id FROM sessions WHERE token_hash = ? AND expires > ?")
			.params(tokenHash, now.toEpochMilli())
			.query(Long.class)
			.optional();
	}

	/**
	 * Forgets sessions that have expired.
	 * @param now sessions that ended before are forgotten
	 * @return how many there were
	 */
	public int removeExpired(Instant now) {
		return this.writer.sql("DELETE FROM sessions WHERE expires <= ?").param(now.toEpochMilli()).update();
	}

}
