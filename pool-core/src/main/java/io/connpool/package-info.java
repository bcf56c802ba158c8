/**
 * The contract of ConnPool: what a pool, a lease and a connection factory promise. No
 * algorithm lives here; the engine that keeps the promises is in
 * {@code io.connpool.engine}.
 */
@NullMarked
package io.connpool;

import org.jspecify.annotations.NullMarked;
