/**
 * Connections over the network: blocking wires with real deadlines on top of NIO
 * channels.
 */
@NullMarked
package io.connpool.net;

import org.jspecify.annotations.NullMarked;
