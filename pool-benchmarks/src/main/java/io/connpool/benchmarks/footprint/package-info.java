/**
 * What pools cost while they do nothing: memory, threads and processor time.
 */
@NullMarked
package io.connpool.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
