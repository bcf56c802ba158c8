package io.connpool.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page whose generated parts lie between marks: {@code <!-- race:c -->} and
 * {@code <!-- /race:c -->}. Everything else is written by hand and left alone.
 */
public final class Document {

	private final Path path;

	private final String mark;

	private String text;

	/**
	 * Reads a page.
	 * @param path of the page
	 * @param mark what its marks begin with
	 * @throws IOException if it cannot be read
	 */
	public Document(Path path, String mark) throws IOException {
		this.path = path;
		this.mark = mark;
		this.text = Files.readString(path);
	}

	/**
	 * Replaces a generated part.
	 * @param part its name
	 * @param content in Markdown; if empty, what was there stays
	 */
	public void put(String part, String content) {
		if (content.isBlank()) {
			return;
		}
		String begin = "<!-- " + this.mark + ":" + part + " -->";
		String end = "<!-- /" + this.mark + ":" + part + " -->";
		int from = this.text.indexOf(begin);
		int to = this.text.indexOf(end);
		if (from < 0 || to < from) {
			throw new IllegalArgumentException(this.path + " has no part " + begin + " … " + end);
		}
		this.text = this.text.substring(0, from) + begin + "\n\n" + content.strip() + "\n\n" + this.text.substring(to);
	}

	/**
	 * Writes the page.
	 * @throws IOException if that fails
	 */
	public void save() throws IOException {
		Files.writeString(this.path, this.text);
	}

}
