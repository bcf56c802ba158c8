/**
 * What makes the sample worth looking at when all of it runs in one process: a backend
 * that can be broken, and load.
 */
@NullMarked
package io.connpool.sample.demo;

import org.jspecify.annotations.NullMarked;
