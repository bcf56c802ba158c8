/**
 * Users and sessions in SQLite, through two pools: one connection that writes, several
 * that read. The front must not see this package.
 */
@NullMarked
package io.connpool.sample.storage;

import org.jspecify.annotations.NullMarked;
