/**
 * The HTTP side. It knows the protocol of the user service and nothing of its database.
 */
@NullMarked
package io.connpool.sample.front;

import org.jspecify.annotations.NullMarked;
