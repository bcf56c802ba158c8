package io.connpool.spring;

import java.util.regex.Pattern;

/**
 * Takes credentials out of texts that operators are shown: health, the endpoint, failure
 * reports.
 */
public final class SafeText {

	private static final Pattern PARAMETERS = Pattern.compile("[?#;].*$", Pattern.DOTALL);

	private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

	private static final Pattern SECRET = Pattern
		.compile("((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)[^\\s&;,]+", Pattern.CASE_INSENSITIVE);

	private SafeText() {
	}

	/**
	 * Returns a URI, also a JDBC one, without user info and parameters.
	 * @param uri the URI as configured
	 * @return what may be shown of it
	 */
	public static String uri(String uri) {
		return USER_INFO.matcher(PARAMETERS.matcher(uri).replaceFirst("")).replaceAll("//");
	}

	/**
	 * Returns what failed, without what looks like credentials: some drivers put the
	 * whole URL in their messages.
	 * @param failure what was thrown
	 * @return its type and message
	 */
	public static String failure(Throwable failure) {
		return text(failure.toString());
	}

	/**
	 * Returns a text without what looks like credentials.
	 * @param text for example the message of a failure
	 * @return the text
	 */
	public static String text(String text) {
		return SECRET.matcher(USER_INFO.matcher(text).replaceAll("//")).replaceAll("$1******");
	}

}
