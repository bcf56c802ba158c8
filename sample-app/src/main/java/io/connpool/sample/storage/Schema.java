package io.connpool.sample.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.sqlite.SQLiteJDBCLoader;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables, made where they are missing.
 */
public final class Schema {

	private final Path database;

	private final JdbcClient writer;

	/**
	 * Creates a schema that is not yet there.
	 * @param database the database file
	 * @param writer writes to it
	 */
	public Schema(Path database, JdbcClient writer) {
		this.database = database;
		this.writer = writer;
	}

	/**
	 * Makes the database file and what is missing in it.
	 */
	public void create() {
		loadDriver();
		try {
			Files.createDirectories(this.database.toAbsolutePath().getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make a directory for sample.database", ex);
		}
		this.writer.sql("""
				CREATE TABLE IF NOT EXISTS users (
					id INTEGER PRIMARY KEY,
					username TEXT NOT NULL UNIQUE COLLATE NOCASE,
					password_hash TEXT NOT NULL,
					nickname TEXT NOT NULL DEFAULT '',
					bio TEXT NOT NULL DEFAULT '')""").update();
		this.writer.sql("""
				CREATE TABLE IF NOT EXISTS sessions (
					token_hash BLOB PRIMARY KEY,
					user_id INTEGER NOT NULL REFERENCES users (id),
					expires INTEGER NOT NULL) WITHOUT ROWID""").update();
		this.writer.sql("CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires)").update();
	}

	/**
	 * The first connection would have to do it within {@code open-timeout} otherwise, and
	 * on a cold and busy machine loading native code may take seconds.
	 */
	private static void loadDriver() {
		try {
			SQLiteJDBCLoader.initialize();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot load SQLite", ex);
		}
	}

}
