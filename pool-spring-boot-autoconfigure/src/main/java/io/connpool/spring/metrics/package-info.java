/**
 * Meters of connection pools.
 */
@NullMarked
package io.connpool.spring.metrics;

import org.jspecify.annotations.NullMarked;
