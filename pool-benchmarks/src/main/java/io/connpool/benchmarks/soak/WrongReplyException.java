package io.connpool.benchmarks.soak;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** A reply came that is not the one to the request. */
final class WrongReplyException extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable Tag got;

	private WrongReplyException(String message, @Nullable Tag got) {
		super(message);
		this.got = got;
	}

	/** The worst there is: somebody else's reply, and nothing wrong with it. */
	static WrongReplyException foreign(Tag asked, Tag got) {
		return new WrongReplyException("asked " + asked + ", got the reply to " + got, got);
	}

	static WrongReplyException damaged(Tag asked, int bytes) {
		return new WrongReplyException("asked " + asked + ", got " + bytes + " bytes that are no reply", null);
	}

	boolean isForeign() {
		return this.got != null;
	}

	/** What the reply is an answer to; null if it is damaged. */
	@Nullable Tag got() {
		return this.got;
	}

}
