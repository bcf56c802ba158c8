package io.connpool.benchmarks.soak;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

import javax.sql.DataSource;

import org.h2.jdbc.JdbcConnection;

/** Asks a database for what it is told, over a data source. */
final class SqlCaller implements Caller {

	private static final String SQL = "SELECT CAST(? AS INT), CAST(? AS INT), CAST(? AS BIGINT)";

	private final DataSource dataSource;

	private final Occupancy occupancy;

	SqlCaller(DataSource dataSource, Occupancy occupancy) {
		this.dataSource = dataSource;
		this.occupancy = occupancy;
	}

	@Override
	public void call(Way way, Call call) throws Exception {
		try (Connection view = this.dataSource.getConnection()) {
			call.acquired();
			JdbcConnection connection = view.unwrap(JdbcConnection.class);
			this.occupancy.enter(connection, call.tag());
			try {
				ask(view, call.tag());
			}
			finally {
				this.occupancy.leave(connection, call.tag());
			}
		}
	}

	private static void ask(Connection connection, Tag tag) throws Exception {
		try (PreparedStatement statement = connection.prepareStatement(SQL)) {
			statement.setInt(1, tag.pool());
			statement.setInt(2, tag.borrower());
			statement.setLong(3, tag.nonce());
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				Tag reply = new Tag(result.getInt(1), result.getInt(2), result.getLong(3));
				if (!reply.equals(tag)) {
					throw WrongReplyException.foreign(tag, reply);
				}
			}
		}
	}

}
