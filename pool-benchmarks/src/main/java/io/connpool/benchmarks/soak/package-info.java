/**
 * Hours under load: several pools, thousands of borrowers, a random fault every few
 * seconds, every reply checked, and a sheet of figures at the end.
 */
@NullMarked
package io.connpool.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
