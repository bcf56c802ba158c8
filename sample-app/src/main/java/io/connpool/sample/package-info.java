/**
 * The sample application.
 */
@NullMarked
package io.connpool.sample;

import org.jspecify.annotations.NullMarked;
