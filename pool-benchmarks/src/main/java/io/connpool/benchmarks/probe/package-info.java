/**
 * The same faults for every pool: what each of them does to its callers, and whether it
 * serves again when the fault is gone.
 */
@NullMarked
package io.connpool.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
