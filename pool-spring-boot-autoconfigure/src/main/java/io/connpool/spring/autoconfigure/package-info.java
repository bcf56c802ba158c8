/**
 * Auto-configuration of connection pools from application properties.
 */
@NullMarked
package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
