/**
 * JMH benchmarks: what a lease costs, beside what others charge.
 *
 * <p>
 * To be built by Java 21 or newer, or Stormpot is left out; DIR takes the results. <pre>
 * mvn -Pbenchmarks -DskipTests -pl pool-benchmarks -am package
 * B="java -jar pool-benchmarks/target/benchmarks.jar -rf json"
 * $B Cycle   -t 1 -prof gc -rff DIR/cycle-1.json
 * $B Cycle   -t 2          -rff DIR/cycle-2.json
 * $B Feature -prof gc      -rff DIR/feature.json
 * $B Ways    -prof gc      -rff DIR/ways.json
 * $B Size                  -rff DIR/size.json
 * $B Waiters -prof gc      -rff DIR/waiters.json
 * java -cp pool-benchmarks/target/benchmarks.jar io.connpool.benchmarks.footprint.Footprint DIR
 * </pre> {@code -p contender=connpool,hikari} takes some of the contenders only.
 */
@NullMarked
package io.connpool.benchmarks;

import org.jspecify.annotations.NullMarked;
