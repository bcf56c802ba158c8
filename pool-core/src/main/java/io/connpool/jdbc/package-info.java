/**
 * JDBC connections in a pool, and a {@code DataSource} view of it.
 */
@NullMarked
package io.connpool.jdbc;

import org.jspecify.annotations.NullMarked;
