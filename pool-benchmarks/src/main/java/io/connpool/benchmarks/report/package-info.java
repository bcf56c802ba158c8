/**
 * Turns what the benchmarks measured into tables and pictures.
 */
@NullMarked
package io.connpool.benchmarks.report;

import org.jspecify.annotations.NullMarked;
