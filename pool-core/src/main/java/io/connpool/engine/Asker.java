package io.connpool.engine;

import org.jspecify.annotations.Nullable;

/**
 * Who asked for a connection that will be delivered to a future.
 *
 * @param thread the thread that asked
 * @param stack where it did; recorded only with {@code leak-threshold}
 */
record Asker(Thread thread, @Nullable AcquiringStack stack) {

}
