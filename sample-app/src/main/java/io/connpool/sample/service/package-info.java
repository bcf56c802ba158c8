/**
 * The user service: a TCP server with all the logic of registering, logging in and
 * keeping profiles.
 */
@NullMarked
package io.connpool.sample.service;

import org.jspecify.annotations.NullMarked;
