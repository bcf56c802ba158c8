/**
 * Fakes, fault injection and assertions for tests of code that uses connection pools.
 */
@NullMarked
package io.connpool.test;

import org.jspecify.annotations.NullMarked;
