package io.connpool.benchmarks.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs like this one: of the same JDK, with the same classes. */
public final class Jvm {

	private Jvm() {
	}

	/**
	 * Prepares a JVM.
	 * @param options for the JVM
	 * @param main the class to run
	 * @param arguments for the class
	 * @return what starts it
	 */
	public static ProcessBuilder command(List<String> options, Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.add("-cp");
		command.add(System.getProperty("java.class.path"));
		command.add(main.getName());
		command.addAll(arguments);
		return new ProcessBuilder(command);
	}

}
