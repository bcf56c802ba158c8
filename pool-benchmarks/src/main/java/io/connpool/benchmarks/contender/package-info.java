/**
 * The pools in the race, all behind one small interface.
 */
@NullMarked
package io.connpool.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
