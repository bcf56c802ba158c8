/**
 * Codecs: how messages are told apart on a stream of bytes. Every one is bounded before
 * it allocates.
 */
@NullMarked
package io.connpool.net.codec;

import org.jspecify.annotations.NullMarked;
