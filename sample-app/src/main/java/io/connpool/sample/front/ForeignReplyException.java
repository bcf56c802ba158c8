package io.connpool.sample.front;

import java.io.IOException;

/**
 * A reply to another request than the one just sent. It may hold what somebody else asked
 * for, so nothing of it may be shown.
 */
final class ForeignReplyException extends IOException {

	private static final long serialVersionUID = 1L;

	ForeignReplyException(long asked, long answered) {
		super("request " + asked + " was answered with the reply to request " + answered);
	}

}
