package io.connpool.benchmarks.soak;

import java.io.IOException;

/** A reply came that is not the one to the request. */
final class WrongReplyException extends IOException {

	private static final long serialVersionUID = 1L;

	private final boolean foreign;

	private WrongReplyException(String message, boolean foreign) {
		super(message);
		this.foreign = foreign;
	}

	/** The worst there is: somebody else's reply, and nothing wrong with it. */
	static WrongReplyException foreign(Tag asked, Object got) {
		return new WrongReplyException("asked " + asked + ", got the reply to " + got, true);
	}

	static WrongReplyException damaged(Tag asked, int bytes) {
		return new WrongReplyException("asked " + asked + ", got " + bytes + " bytes that are no reply", false);
	}

	boolean isForeign() {
		return this.foreign;
	}

}
