package io.connpool.sample.front;

import io.connpool.sample.protocol.Status;

/**
 * The user service has answered, but not with what was asked for.
 */
public final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Status status;

	RefusedException(Status status, String sentence) {
		super(sentence, null, false, false);
		this.status = status;
	}

	/**
	 * Returns how the request ended.
	 * @return the status
	 */
	public Status status() {
		return this.status;
	}

}
