package io.connpool.spring.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's README, in parts.
 */
final class Readme {

	private static final Pattern FENCE = Pattern.compile("^```(\\w+)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern ROW = Pattern.compile("^\\| `([a-z.-]+)` \\| (.*?)\\s*\\| (.*) \\|$",
			Pattern.MULTILINE);

	private final String text;

	private Readme(String text) {
		this.text = text;
	}

	static Readme read() {
		try {
			return new Readme(Files.readString(Path.of("../README.md")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The code blocks in a language, in their order. */
	List<String> code(String language) {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = FENCE.matcher(this.text);
		while (matcher.find()) {
			if (matcher.group(1).equals(language)) {
				blocks.add(matcher.group(2));
			}
		}
		return blocks;
	}

	/** The rows of the table of settings: default and meaning by key. */
	Map<String, String> settings() {
		Map<String, String> rows = new LinkedHashMap<>();
		int from = this.text.indexOf("## Settings");
		Matcher matcher = ROW.matcher(this.text.substring(from, this.text.indexOf("\n## ", from)));
		while (matcher.find()) {
			rows.put(matcher.group(1), matcher.group(2) + " | " + matcher.group(3));
		}
		return rows;
	}

}
