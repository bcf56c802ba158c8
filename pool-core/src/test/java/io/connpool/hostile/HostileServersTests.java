package io.connpool.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.connpool.badinput.BadInputPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** In a JVM of 64 MB, so that whatever grows shows. */
class HostileServersTests {

	/** A line of the sheet: what the server does, and how often it was used. */
	private static final Pattern LINE = Pattern.compile("^([A-Z_]+) +(\\d+) ", Pattern.MULTILINE);

	/**
	 * The collector is one whose full collections leave nothing behind that is dead.
	 */
	@Test
	void hostileServersCostErrorsAndNothingElse(@TempDir Path directory) throws Exception {
		Path sheet = directory.resolve("sheet.txt");
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-XX:+UseSerialGC", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:MarkSweepAlwaysCompactCount=1",
				"-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), Street.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(sheet.toFile())
			.start();
		try {
			boolean ended = child.waitFor(110, TimeUnit.SECONDS);
			String printed = Files.readString(sheet, StandardCharsets.UTF_8);

			assertThat(ended).as(printed).isTrue();
			assertThat(child.exitValue()).as(printed).isZero();
			assertThat(printed).contains(Hostility.ONE_BYTE_AT_A_TIME.name(), "TEN_MILLION_EMPTY_FRAMES");
			System.out.println(printed);
			BadInputPage.assertTells("hostile servers", uses(printed), HostileServersTests.class);
		}
		finally {
			child.destroyForcibly().waitFor();
		}
	}

	private static long uses(String sheet) {
		return LINE.matcher(sheet).results().mapToLong((line) -> Long.parseLong(line.group(2))).sum();
	}

}
