package io.connpool.sample.storage;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stored users. Names are the same whatever their case.
 */
public final class Users {

	private final JdbcClient reader;

	private final JdbcClient writer;

	/**
	 * Creates a view of the table.
	 * @param reader reads
	 * @param writer writes
	 */
	public Users(JdbcClient reader, JdbcClient writer) {
		this.reader = reader;
		this.writer = writer;
	}

	/**
	 * Adds a user.
	 * @param username the name to log in with
	 * @param passwordHash the hash of the password
	 * @return false if the name is taken
	 */
	public boolean add(String username, String passwordHash) {
		return this.writer.sql("INSERT INTO users (username, password_hash) VALUES (?, ?) ON CONFLICT DO NOTHING")
			.params(username, passwordHash)
			.update() == 1;
	}

	/**
	 * Finds a user.
	 * @param username the name to log in with
	 * @return the user, if there is one
	 */
	public Optional<StoredUser> find(String username) {
		return this.reader.sql("SELECT id, password_hash FROM users WHERE username = ?")
			.param(username)
			.query((row, number) -> new StoredUser(row.getLong(1), row.getString(2)))
			.optional();
	}

	/**
	 * Finds what a user tells about themselves.
	 * @param id the number of the user
	 * @return the profile, if there is such a user
	 */
	public Optional<Profile> profile(long id) {
		return this.reader.sql("SELECT username, nickname, bio FROM users WHERE id = ?")
			.param(id)
			.query((row, number) -> new Profile(row.getString(1), row.getString(2), row.getString(3)))
			.optional();
	}

	/**
	 * Changes what a user tells about themselves.
	 * @param id the number of the user
	 * @param nickname how they want to be called
	 * @param bio some sentences
	 */
	public void updateProfile(long id, String nickname, String bio) {
		this.writer.sql("UPDATE users SET nickname = ?, bio = ? WHERE id = ?").params(nickname, bio, id).update();
	}

}
