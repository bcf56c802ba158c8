/**
 * Health of connection pools.
 */
@NullMarked
package io.connpool.spring.health;

import org.jspecify.annotations.NullMarked;
