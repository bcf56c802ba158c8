package io.connpool.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/*
 * What an exception that is not ours says of itself, for messages of ours: if it can be asked at
 * all, no longer than is of use (some drivers put whole documents into their messages), and
 * without what looks like credentials (others put the whole URL there).
 */
final class ForeignText {

	/** Characters of a text that are told. */
	static final int MOST = 500;

	/** Characters that are looked at, so that the patterns have little to do. */
	private static final int LOOKED_AT = 4 * MOST;

	/** How far down the causes the root is looked for; they may go round in a circle. */
	private static final int DEEPEST = 50;

	private static final Pattern JDBC_USER_INFO = Pattern.compile("(jdbc:[a-z0-9+._-]+:(?://)?)\\S*@",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

	/** A URL that the end of what is looked at may have cut before its {@code @}. */
	private static final Pattern CUT_URL = Pattern.compile("(jdbc:[a-z0-9+._-]+:|//)\\S*$", Pattern.CASE_INSENSITIVE);

	private static final Pattern SECRET = Pattern.compile(
			"((?:password|passwd|pwd|secret|token)[\"']?\\s*[=:]\\s*)(?:\"[^\"]*(?:\"|$)|'[^']*(?:'|$)|[^\\s&;,)}\"']+)",
			Pattern.CASE_INSENSITIVE);

	private ForeignText() {
	}

	/** Its type and message, and those of its root cause if they are not in there. */
	static String of(@Nullable Throwable failure) {
		String text = told(failure);
		Throwable root = root(failure);
		String cause = (root != failure) ? told(root) : "";
		return text.contains(cause) ? text : text + ", root cause: " + cause;
	}

	/** What an object says of itself. */
	static String told(@Nullable Object foreign) {
		try {
			return bounded(String.valueOf(foreign));
		}
		catch (Throwable ex) {
			return (foreign != null) ? foreign.getClass().getName() : "unknown";
		}
	}

	private static String bounded(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		boolean cut = text.length() > LOOKED_AT;
		String safe = withoutSecrets(cut ? text.substring(0, LOOKED_AT) : text);
		if (cut) {
			safe = CUT_URL.matcher(safe).replaceFirst("$1");
		}
		if (!cut && safe.length() <= MOST) {
			return safe;
		}
		int end = Math.min(MOST, safe.length());
		if (end > 0 && Character.isHighSurrogate(safe.charAt(end - 1))) {
			end--;
		}
		return safe.substring(0, end) + "… (" + text.length() + " characters)";
	}

	private static String withoutSecrets(String text) {
		Matcher jdbc = JDBC_USER_INFO.matcher(text);
		String withoutUsers = USER_INFO.matcher(jdbc.replaceAll("$1")).replaceAll("//");
		return SECRET.matcher(withoutUsers).replaceAll("$1******");
	}

	private static @Nullable Throwable root(@Nullable Throwable failure) {
		Throwable root = failure;
		try {
			for (int i = 0; i < DEEPEST && root != null; i++) {
				Throwable cause = root.getCause();
				if (cause == null || cause == root) {
					return root;
				}
				root = cause;
			}
		}
		catch (Throwable ex) {
			// its getCause() is no better than its toString() may be
		}
		return root;
	}

}
