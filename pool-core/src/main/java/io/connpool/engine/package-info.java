/**
 * The engine that keeps the contract. One public entry,
 * {@link io.connpool.engine.ConnectionPools}.
 */
@NullMarked
package io.connpool.engine;

import org.jspecify.annotations.NullMarked;
