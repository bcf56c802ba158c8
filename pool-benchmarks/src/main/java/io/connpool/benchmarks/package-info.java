/**
 * JMH benchmarks: what a lease costs, beside what others charge.
 */
@NullMarked
package io.connpool.benchmarks;

import org.jspecify.annotations.NullMarked;
