package io.connpool.jdbc;

import java.io.IOException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.connpool.AcquireInterruptedException;
import io.connpool.AcquireTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure proves against the connection it happened on.
 */
enum Harm {

	/** The server answered in good order: it did not like the statement. */
	NONE,

	/** Nothing; ask the server. */
	DOUBTFUL,

	/** The connection is broken, may still carry an answer, or may still be in use. */
	FATAL;

	/**
	 * Batches chain one exception per failed statement; that many tell enough.
	 */
	private static final int MOST_EXAMINED = 50;

	/** Integrity, data, cardinality, syntax and access rules, check option, rollback. */
	private static final Set<String> STATEMENT_CLASSES = Set.of("21", "22", "23", "40", "42", "44");

	/**
	 * 57P* are PostgreSQL's shutdown and idle-session states; 25P03 and 25P04 its
	 * time-outs that end the session; 01002, JZ0C0 and JZ0C1 disconnects (ODBC, Sybase);
	 * HYT0* SQL Server's time-outs; 90067, 90098 and 90121 H2's.
	 */
	private static final Set<String> FATAL_STATES = Set.of("25P03", "25P04", "01002", "JZ0C0", "JZ0C1", "HYT00",
			"HYT01", "90067", "90098", "90121");

	/**
	 * The connection reads from an old state of the database, and does so until whoever
	 * forgot to close a statement does. SQLite's driver has no SQLState and cuts the
	 * error code down to that of any busy database; only the message tells.
	 */
	private static final String OLD_SNAPSHOT = "[SQLITE_BUSY_SNAPSHOT]";

	/**
	 * Judges a failure with all that caused it or is chained to it.
	 * @param failure what the use of a connection ended with, wrapped or not
	 * @return the worst that anything in it proves
	 */
	static Harm of(Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> open = new ArrayDeque<>();
		open.add(failure);
		Harm worst = null;
		while (!open.isEmpty()) {
			Throwable next = open.poll();
			if (!seen.add(next)) {
				continue;
			}
			if (seen.size() > MOST_EXAMINED) {
				return worse(worst, DOUBTFUL);
			}
			if (isFatal(next)) {
				return FATAL;
			}
			if (next instanceof SQLException ex) {
				worst = worse(worst, isOfStatement(ex) ? NONE : DOUBTFUL);
				push(open, ex.getNextException());
			}
			push(open, next.getCause());
		}
		// an exception of the application's own says nothing about the connection
		return (worst != null) ? worst : DOUBTFUL;
	}

	private static void push(Deque<Throwable> open, @Nullable Throwable next) {
		if (next != null) {
			open.add(next);
		}
	}

	private static Harm worse(@Nullable Harm one, Harm other) {
		return (one == null || one.compareTo(other) < 0) ? other : one;
	}

	private static boolean isFatal(Throwable failure) {
		if (isGivenUp(failure)) {
			return true;
		}
		if (failure instanceof Error || failure instanceof IOException || failure instanceof SQLRecoverableException
				|| failure instanceof SQLNonTransientConnectionException
				|| failure instanceof SQLTransientConnectionException || failure instanceof SQLTimeoutException) {
			return true;
		}
		if (failure instanceof SQLException ex && ex.getSQLState() == null) {
			return ex.getMessage() != null && ex.getMessage().startsWith(OLD_SNAPSHOT);
		}
		if (failure instanceof SQLException ex) {
			String state = ex.getSQLState();
			return state.startsWith("08") || state.startsWith("57P") || FATAL_STATES.contains(state);
		}
		return false;
	}

	/**
	 * Whoever gives up does not wait for what another thread does with the connection.
	 */
	private static boolean isGivenUp(Throwable failure) {
		return failure instanceof InterruptedException || failure instanceof CancellationException
				|| failure instanceof TimeoutException || failure instanceof AcquireTimeoutException
				|| failure instanceof AcquireInterruptedException;
	}

	private static boolean isOfStatement(SQLException ex) {
		if (ex instanceof SQLIntegrityConstraintViolationException || ex instanceof SQLDataException
				|| ex instanceof SQLSyntaxErrorException || ex instanceof SQLTransactionRollbackException
				|| ex instanceof SQLFeatureNotSupportedException) {
			return true;
		}
		String state = ex.getSQLState();
		// 40003: statement completion unknown
		return state != null && state.length() == 5 && !state.equals("40003")
				&& STATEMENT_CLASSES.contains(state.substring(0, 2));
	}

}
