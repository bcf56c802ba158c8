/**
 * Auto-configuration of the meters of connection pools.
 */
@NullMarked
package io.connpool.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
