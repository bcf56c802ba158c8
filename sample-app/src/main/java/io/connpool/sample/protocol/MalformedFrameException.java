package io.connpool.sample.protocol;

import java.io.IOException;

/**
 * The peer sent what is not in the protocol. Nothing that it sends afterwards can be
 * trusted.
 */
public final class MalformedFrameException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong, without what was sent
	 */
	public MalformedFrameException(String message) {
		super(message);
	}

}
