package io.connpool.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page whose generated parts lie between marks: {@code <!-- race:c -->} and
 * {@code <!-- /race:c -->}. Everything else is written by hand and left alone.
 */
final class Document {

	private final Path path;

	private String text;

	Document(Path path) throws IOException {
		this.path = path;
		this.text = Files.readString(path);
	}

	/**
	 * Replaces a generated part.
	 * @param part its name
	 * @param content in Markdown; if empty, what was there stays
	 */
	void put(String part, String content) {
		if (content.isBlank()) {
			return;
		}
		String begin = "<!-- race:" + part + " -->";
		String end = "<!-- /race:" + part + " -->";
		int from = this.text.indexOf(begin);
		int to = this.text.indexOf(end);
		if (from < 0 || to < from) {
			throw new IllegalArgumentException(this.path + " has no part " + begin + " … " + end);
		}
		this.text = this.text.substring(0, from) + begin + "\n\n" + content.strip() + "\n\n" + this.text.substring(to);
	}

	void save() throws IOException {
		Files.writeString(this.path, this.text);
	}

}
