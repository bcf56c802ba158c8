/**
 * The language between front and user service, as described in {@code docs/protocol.md}.
 * The only thing the two have in common.
 */
@NullMarked
package io.connpool.sample.protocol;

import org.jspecify.annotations.NullMarked;
