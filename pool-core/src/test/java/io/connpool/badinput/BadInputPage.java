package io.connpool.badinput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of bad input in {@code docs/reliability.md}: kind of input, what is tried,
 * how many, how it is refused, test.
 */
public final class BadInputPage {

	private BadInputPage() {
	}

	/**
	 * Requires that the table has a row for a kind of input, with this number and this
	 * test.
	 * @param kind the first cell of the row
	 * @param tried how many were tried
	 * @param test who tried them
	 */
	public static void assertTells(String kind, long tried, Class<?> test) throws IOException {
		String number = String.format(Locale.ROOT, "%,d", tried);
		List<String> rows = Files.readAllLines(Path.of("../docs/reliability.md"))
			.stream()
			.filter((line) -> line.startsWith("| " + kind + " |"))
			.toList();

		assertThat(rows).as("rows that begin with \"| %s |\", and tell %s", kind, number).hasSize(1);
		String[] cells = rows.get(0).split(" \\| ");
		assertThat(cells).as(rows.get(0)).hasSize(5);
		assertThat(cells[2]).as("how many of \"%s\" were tried", kind).isEqualTo(number);
		assertThat(cells[4]).as("the test of \"%s\"", kind).contains('`' + test.getSimpleName() + '`');
	}

}
