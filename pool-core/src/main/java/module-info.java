/**
 * A connection pool for any connection type.
 */
module io.connpool.core {

	requires org.slf4j;

	requires static transitive org.jspecify;

	requires static transitive java.sql;

	exports io.connpool;
	exports io.connpool.engine;

	exports io.connpool.jdbc;

	exports io.connpool.net;

	exports io.connpool.net.codec;
}
