/**
 * A driver without a database, for the pools that pool nothing but JDBC connections.
 */
@NullMarked
package io.connpool.benchmarks.contender.jdbc;

import org.jspecify.annotations.NullMarked;
