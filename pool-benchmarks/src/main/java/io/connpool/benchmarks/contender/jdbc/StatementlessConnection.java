package io.connpool.benchmarks.contender.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;

/**
 * What no pool calls on a connection.
 */
abstract class StatementlessConnection implements Connection {

	@Override
	public Array createArrayOf(String name, Object[] values) throws SQLException {
		throw unsupported();
	}

	@Override
	public Blob createBlob() throws SQLException {
		throw unsupported();
	}

	@Override
	public Clob createClob() throws SQLException {
		throw unsupported();
	}

	@Override
	public NClob createNClob() throws SQLException {
		throw unsupported();
	}

	@Override
	public SQLXML createSQLXML() throws SQLException {
		throw unsupported();
	}

	@Override
	public Statement createStatement() throws SQLException {
		throw unsupported();
	}

	@Override
	public Statement createStatement(int type, int concurrency) throws SQLException {
		throw unsupported();
	}

	@Override
	public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
		throw unsupported();
	}

	@Override
	public Struct createStruct(String name, Object[] values) throws SQLException {
		throw unsupported();
	}

	@Override
	public Properties getClientInfo() throws SQLException {
		throw unsupported();
	}

	@Override
	public String getClientInfo(String name) throws SQLException {
		throw unsupported();
	}

	@Override
	public DatabaseMetaData getMetaData() throws SQLException {
		throw unsupported();
	}

	@Override
	public Map<String, Class<?>> getTypeMap() throws SQLException {
		throw unsupported();
	}

	@Override
	public CallableStatement prepareCall(String sql) throws SQLException {
		throw unsupported();
	}

	@Override
	public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
		throw unsupported();
	}

	@Override
	public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
		throw unsupported();
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
			throws SQLException {
		throw unsupported();
	}

	@Override
	public void releaseSavepoint(Savepoint savepoint) throws SQLException {
		throw unsupported();
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		throw unsupported();
	}

	@Override
	public void setClientInfo(Properties properties) throws SQLClientInfoException {
		throw new SQLClientInfoException();
	}

	@Override
	public void setClientInfo(String name, String value) throws SQLClientInfoException {
		throw new SQLClientInfoException();
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		throw unsupported();
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		throw unsupported();
	}

	@Override
	public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
		throw unsupported();
	}

	private static SQLFeatureNotSupportedException unsupported() {
		return new SQLFeatureNotSupportedException("a stub has no statements");
	}

}
