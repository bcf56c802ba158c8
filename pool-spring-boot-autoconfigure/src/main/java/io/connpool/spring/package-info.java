/**
 * Connection pools as Spring beans: the registry of all of them and the template
 * applications inject.
 */
@NullMarked
package io.connpool.spring;

import org.jspecify.annotations.NullMarked;
