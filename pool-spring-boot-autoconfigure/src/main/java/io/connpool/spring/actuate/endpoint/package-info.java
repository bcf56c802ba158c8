/**
 * Actuator endpoint that shows connection pools.
 */
@NullMarked
package io.connpool.spring.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
