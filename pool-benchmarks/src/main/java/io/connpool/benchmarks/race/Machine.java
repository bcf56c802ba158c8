package io.connpool.benchmarks.race;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import io.connpool.benchmarks.report.Processor;

/** What the numbers were measured on, and how. */
final class Machine {

	private final Map<String, String> facts = new LinkedHashMap<>();

	Machine(RaceOptions options, LapSettings settings) {
		this.facts.put("cpu", Processor.name());
		this.facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
		this.facts.put("memory", memory());
		this.facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
				+ System.getProperty("os.arch"));
		this.facts.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
		this.facts.put("jdk_feature", Integer.toString(Runtime.version().feature()));
		this.facts.put("date", LocalDate.now().toString());
		this.facts.put("commit", options.commit());
		this.facts.put("command", options.command());
		this.facts.put("forks", options.forks() + " (c to f) and " + options.longForks() + " (g and h)");
		this.facts.put("seconds", settings.seconds() + " measured after " + settings.warmUpSeconds() + " of warm-up");
		this.facts.put("short_hold_ns", Long.toString(Math.round(Work.nanosPerBurn(settings.workTokens()))));
	}

	void writeTo(Path directory) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("fact,value");
		this.facts.forEach((fact, value) -> lines.add(fact + ",\"" + value.replace('"', '\'') + '"'));
		Files.write(directory.resolve("machine.csv"), lines, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.facts.toString();
	}

	private static String memory() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return Math.round(system.getTotalMemorySize() / (double) (1 << 30)) + " GiB";
	}

}
