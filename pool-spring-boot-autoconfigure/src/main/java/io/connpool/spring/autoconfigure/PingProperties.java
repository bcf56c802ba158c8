package io.connpool.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code ping.*}, for TCP: how to ask a peer whether it still answers.
 */
final class PingProperties {

	/**
	 * Message, as text in UTF-8, that asks whether a connection works: every
	 * keepalive.interval while it is idle, and before it is lent after
	 * validate-after-idle. {nonce} in it becomes a number used once, of up to 19 digits.
	 */
	private @Nullable String request;

	/**
	 * Whole message, as text in UTF-8, that must answer ping.request, or the connection
	 * is closed; {nonce} is the number in that. Without {nonce} in both, a ping proves
	 * that the peer answers, not that it answered this request.
	 */
	private @Nullable String reply;

	public @Nullable String getRequest() {
		return this.request;
	}

	public void setRequest(@Nullable String request) {
		this.request = request;
	}

	public @Nullable String getReply() {
		return this.reply;
	}

	public void setReply(@Nullable String reply) {
		this.reply = reply;
	}

}
