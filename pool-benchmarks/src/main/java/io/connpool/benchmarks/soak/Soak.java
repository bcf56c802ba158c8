package io.connpool.benchmarks.soak;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import io.connpool.benchmarks.report.Document;

/**
 * Keeps several pools under load for an hour, has something go wrong every few seconds,
 * checks every reply, and ends by itself: with a sheet of figures, and with a failure if
 * one of them is not zero that must be.
 */
public final class Soak {

	private Soak() {
	}

	/**
	 * Runs the soak.
	 * @param args see {@code --help}
	 * @throws Exception if it cannot be run, or something cannot be written
	 */
	public static void main(String[] args) throws Exception {
		if (List.of(args).contains("--help")) {
			System.out.print(SoakOptions.USAGE);
			return;
		}
		SoakOptions options;
		try {
			options = SoakOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(SoakOptions.USAGE);
			System.exit(2);
			return;
		}
		LogBookProvider.install();
		System.exit(run(options) ? 0 : 1);
	}

	/** Returns whether everything is as it must be. */
	private static boolean run(SoakOptions options) throws Exception {
		System.out.println(options.command());
		try (Stations stations = Stations.open(System.out::println)) {
			Sheet sheet = new SoakRun(options, stations).run();
			write(options, sheet.toMarkdown());
			sheet.broken().forEach((figure) -> System.out.println("BROKEN " + figure.name() + ": " + figure.value()));
			return sheet.broken().isEmpty();
		}
	}

	private static void write(SoakOptions options, String markdown) throws Exception {
		System.out.println(markdown);
		Files.createDirectories(options.sheet().toAbsolutePath().getParent());
		Files.writeString(options.sheet(), markdown, StandardCharsets.UTF_8);
		if (options.hasPage()) {
			Document page = new Document(options.page(), "soak");
			page.put("sheet", markdown);
			page.save();
			System.out.println("wrote " + options.page());
		}
	}

}
