/**
 * Auto-configuration of the health of connection pools.
 */
@NullMarked
package io.connpool.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
