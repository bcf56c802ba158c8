package io.connpool.benchmarks.race;

import io.connpool.benchmarks.contender.Resource;

/** A connection to nothing, always alive. */
final class Stub implements Resource {

}
