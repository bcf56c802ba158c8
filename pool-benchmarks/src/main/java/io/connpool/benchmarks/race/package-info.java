/**
 * Races of many threads over few connections: what a benchmark of one call cannot show.
 * Every scenario runs every contender in a JVM of its own and writes what it measured to
 * a CSV file.
 */
@NullMarked
package io.connpool.benchmarks.race;

import org.jspecify.annotations.NullMarked;
