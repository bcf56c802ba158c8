package io.connpool.benchmarks.footprint;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.connpool.benchmarks.contender.Contenders;

/**
 * Measures the memory per idle connection, per waiter and per pool, and what a thousand
 * idle pools cost, and writes {@code footprint.csv}. Every number comes from a process of
 * its own.
 *
 * <pre>{@code
 * java -cp benchmarks.jar io.connpool.benchmarks.footprint.Footprint DIRECTORY [contenders=a,b] [seconds=10] [pools=1000]
 * }</pre>
 */
public final class Footprint {

	/** Those without threads of their own, or with few; all others by name. */
	private static final List<String> DEFAULT = List.of("connpool", "hikari", "commons", "stormpot", "reactor", "vibur",
			"agroal", "tomcat", "httpcore-strict", "spring-simplepool", "abq");

	private Footprint() {
	}

	/**
	 * Measures.
	 * @param args the directory for the results, then settings
	 * @throws Exception if a result cannot be written
	 */
	public static void main(String[] args) throws Exception {
		if (args.length == 0) {
			throw new IllegalArgumentException("DIRECTORY [contenders=a,b] [seconds=10] [pools=1000] expected");
		}
		List<String> contenders = DEFAULT.stream().filter(Contenders.names()::contains).toList();
		String seconds = "10";
		String pools = "1000";
		for (String arg : List.of(args).subList(1, args.length)) {
			String value = arg.substring(arg.indexOf('=') + 1);
			switch (arg.substring(0, Math.max(0, arg.indexOf('=')))) {
				case "contenders" -> contenders = List.of(value.split(","));
				case "seconds" -> seconds = value;
				case "pools" -> pools = value;
				default -> throw new IllegalArgumentException("unknown setting: " + arg);
			}
		}
		Path directory = Files.createDirectories(Path.of(args[0]));
		try (BufferedWriter csv = Files.newBufferedWriter(directory.resolve("footprint.csv"))) {
			write(csv, "contender,measure,value,unit");
			for (String contender : contenders) {
				for (Measure measure : Measure.values()) {
					if (measure.isFor(contender)) {
						measure(csv, measure, contender, seconds, pools);
					}
				}
			}
		}
	}

	private static void measure(BufferedWriter csv, Measure measure, String contender, String seconds, String pools)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xms1g", "-Xmx1g", "-Xss256k", "-cp", System.getProperty("java.class.path")));
		command.addAll(measure.options());
		command.addAll(List.of(Probe.class.getName(), measure.name(), contender, seconds, pools));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try {
			for (String line : process.inputReader().lines().toList()) {
				write(csv, contender + "," + line);
			}
			if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
				write(csv, contender + "," + measure.name().toLowerCase(Locale.ROOT) + ",,failed");
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void write(BufferedWriter csv, String line) throws IOException {
		System.out.println(line);
		csv.write(line);
		csv.newLine();
		csv.flush();
	}

}
