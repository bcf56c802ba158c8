package io.connpool.sample.service;

import io.connpool.sample.protocol.Status;

/**
 * A request that ends with another status than {@link Status#OK}.
 */
final class RequestFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Status status;

	private final String sentence;

	/**
	 * Creates the exception, without a stack: nobody looks for a defect in these.
	 * @param status how the request ends
	 * @param sentence what is wrong, for the one who asked
	 */
	RequestFailure(Status status, String sentence) {
		super(sentence, null, false, false);
		this.status = status;
		this.sentence = sentence;
	}

	Status status() {
		return this.status;
	}

	String sentence() {
		return this.sentence;
	}

}
