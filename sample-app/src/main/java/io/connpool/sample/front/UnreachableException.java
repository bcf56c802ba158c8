package io.connpool.sample.front;

import java.io.IOException;

/**
 * The conversation with the user service broke off; whether it did what was asked is not
 * known.
 */
public final class UnreachableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreachableException(IOException cause) {
		super(cause.getMessage(), cause);
	}

}
