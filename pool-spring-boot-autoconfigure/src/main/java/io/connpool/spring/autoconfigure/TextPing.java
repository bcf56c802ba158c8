package io.connpool.spring.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.connpool.InvalidPoolSettingsException;
import io.connpool.InvalidPoolSettingsException.Violation;
import io.connpool.net.EchoPing;
import io.connpool.net.codec.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A ping that is written as text, in which <code>{nonce}</code> stands for the number
 * used once.
 */
final class TextPing implements EchoPing {

	private static final String NONCE = "{nonce}";

	/** Sent as it stands, it would be the same in every ping. */
	private static final Pattern MISSPELLED = Pattern.compile("(?!\\{nonce})(?i)\\{\\s*nonce\\s*}");

	private final String request;

	private final String reply;

	private TextPing(String request, String reply) {
		this.request = request;
		this.reply = reply;
	}

	/**
	 * Makes the ping.
	 * @param ping how it is written
	 * @param codec what it is sent with, or null if that is not known
	 * @return the ping, or null if there is none
	 * @throws InvalidPoolSettingsException listing every violation, without the prefix
	 */
	static @Nullable TextPing of(PingProperties ping, @Nullable Codec codec) {
		String request = ping.getRequest();
		String reply = ping.getReply();
		if (request == null && reply == null) {
			return null;
		}
		List<Violation> violations = new ArrayList<>();
		if (request == null) {
			violations.add(alone("reply", reply, "request"));
		}
		else if (reply == null) {
			violations.add(alone("request", request, "reply"));
		}
		else {
			check("request", request, reply, codec, violations);
			check("reply", reply, request, codec, violations);
			if (violations.isEmpty()) {
				return new TextPing(request, reply);
			}
		}
		throw new InvalidPoolSettingsException("ping", violations);
	}

	private static Violation alone(String setting, @Nullable String text, String missing) {
		return new Violation(setting, String.valueOf(text), "together with ping." + missing + ", which is not set");
	}

	private static void check(String setting, String text, String other, @Nullable Codec codec,
			List<Violation> violations) {
		String allowed = null;
		if (text.isEmpty()) {
			allowed = "at least one character";
		}
		else if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			allowed = "text in UTF-8, no halves of characters";
		}
		else if (MISSPELLED.matcher(text).find()) {
			allowed = NONCE + " written exactly so";
		}
		else if (!text.contains(NONCE) && other.contains(NONCE)) {
			allowed = NONCE + " in both ping.request and ping.reply, or in neither";
		}
		else if (codec != null) {
			allowed = refusal(codec, text);
		}
		if (allowed != null) {
			violations.add(new Violation(setting, text, allowed));
		}
	}

	/**
	 * A message that cannot be sent cannot be received either, and the other way round.
	 */
	private static @Nullable String refusal(Codec codec, String text) {
		try {
			codec.encode(bytes(text, Long.MAX_VALUE), OutputStream.nullOutputStream());
			return null;
		}
		catch (IOException ex) {
			return "a message that codec.* can frame" + (text.contains(NONCE) ? ", with a nonce of 19 digits too" : "")
					+ "; here: " + ex.getMessage();
		}
	}

	@Override
	public byte[] request(long nonce) {
		return bytes(this.request, nonce);
	}

	@Override
	public boolean isAnsweredBy(byte[] received, long nonce) {
		return Arrays.equals(received, bytes(this.reply, nonce));
	}

	/** Without a sign, which not every peer that reads numbers expects. */
	private static byte[] bytes(String text, long nonce) {
		return text.replace(NONCE, Long.toString(nonce & Long.MAX_VALUE)).getBytes(StandardCharsets.UTF_8);
	}

}
