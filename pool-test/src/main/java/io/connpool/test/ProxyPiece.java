package io.connpool.test;

import java.nio.ByteBuffer;

import io.connpool.test.Outlet.Stop;

import org.jspecify.annotations.Nullable;

/**
 * A part of what waits to be passed on: bytes, or an end if there are none.
 *
 * @param bytes what was read; with a capacity of zero if it is an end
 * @param stop how the whole connection is to end; null for bytes, and for the end of a
 * direction
 * @param due when it is to be passed on
 */
record ProxyPiece(ByteBuffer bytes, @Nullable Stop stop, long due) {

	boolean isEmpty() {
		return this.bytes.capacity() == 0;
	}

	ProxyPiece due(long instant) {
		return new ProxyPiece(this.bytes, this.stop, instant);
	}

}
