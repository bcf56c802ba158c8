import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * Plants defects in copies of the sources and sees whether the tests notice. Started by run.sh, which see.
 *
 * <p>
 * A defect is a title, what it does, the tests that must fail, and texts that are replaced, each of which must occur
 * exactly once in its file:
 *
 * <pre>
 * ## lost-wake-up-at-release
 * Who makes a connection idle does not look at the line once more.
 * test: engine.StressTests
 * file: engine/Returning.java
 * &lt;&lt;&lt;&lt;
 * old text
 * ====
 * new text
 * &gt;&gt;&gt;&gt;
 * </pre>
 *
 * <p>
 * A defect that makes a test hang counts as noticed only if it says "hangs".
 */
public final class Defects {

	private static final String ROOT = "io/connpool/";

	/** For one run of the tests of a defect. */
	private static final int PATIENCE_SECONDS = 120;

	private static final Pattern FAILED = Pattern.compile("^ {2}JUnit Jupiter:(.*)$");

	private final Path module;

	private final Path work;

	private String classpath = "";

	private String console = "";

	private Defects(Path module) {
		this.module = module;
		this.work = module.resolve("target/defects");
	}

	public static void main(String[] args) throws Exception {
		Defects defects = new Defects(Path.of(args[0]));
		List<String> chosen = new ArrayList<>();
		boolean baseline = true;
		List<Defect> all = defects.read();
		for (int i = 1; i < args.length; i++) {
			switch (args[i]) {
				case "--table" -> {
					printTable(all);
					return;
				}
				case "--classpath" -> defects.classpath = args[++i];
				case "--console" -> defects.console = args[++i];
				case "--no-baseline" -> baseline = false;
				default -> chosen.add(args[i]);
			}
		}
		List<String> known = all.stream().map(Defect::id).toList();
		if (!known.containsAll(chosen)) {
			throw new IllegalArgumentException("of " + chosen + " some are not known: " + known);
		}
		all.removeIf((defect) -> !chosen.isEmpty() && !chosen.contains(defect.id()));
		System.exit(defects.run(all, baseline) ? 0 : 1);
	}

	private List<Defect> read() throws IOException {
		List<Defect> all = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.module.resolve("src/test/defects"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".txt")).sorted().toList()) {
				all.addAll(Defect.allIn(file));
			}
		}
		List<String> ids = new ArrayList<>(all.stream().map(Defect::id).toList());
		new TreeSet<>(ids).forEach(ids::remove);
		if (!ids.isEmpty()) {
			throw new IllegalStateException("named twice: " + ids);
		}
		return all;
	}

	private static void printTable(List<Defect> defects) {
		System.out.println("""
				# Seeded defects

				Tests that pass say little as long as nobody has seen them fail. So each of these %d defects, of the kind that
				pools have or had, is planted in a copy of the sources, and the test named with it must fail:

				```
				pool-core/src/test/defects/run.sh
				```

				It fails if a defect survives, or if its text no longer fits the sources. Where a thread that waits for ever is
				all that can be seen, a test that runs into its time limit counts. This list is made by `run.sh --table`."""
			.formatted(defects.size()));
		String group = "";
		for (Defect defect : defects) {
			if (!defect.group().equals(group)) {
				group = defect.group();
				System.out.println("\n## " + group.substring(0, 1).toUpperCase(Locale.ROOT) + group.substring(1));
				System.out.println("\n| Defect | What it does | Caught by |\n|---|---|---|");
			}
			String tests = defect.tests()
				.stream()
				.map((test) -> "`" + test.replaceFirst(".*\\.", "").replace("#", ".") + "`")
				.collect(Collectors.joining(", "));
			System.out.println("| " + defect.id() + " | " + defect.what() + " | " + tests + " |");
		}
	}

	private boolean run(List<Defect> defects, boolean baseline) throws Exception {
		Path main = this.work.resolve("main");
		Path tests = this.work.resolve("tests");
		copySources(main);
		compile(List.of(main), this.classpath, this.work.resolve("main-classes"));
		compile(List.of(this.module.resolve("src/test/java"), this.module.resolve("../pool-test/src/main/java")),
				this.work.resolve("main-classes") + ":" + this.classpath, tests);
		copyTree(this.module.resolve("src/test/resources"), tests);
		if (baseline) {
			TreeSet<String> named = new TreeSet<>();
			defects.forEach((defect) -> named.addAll(defect.tests()));
			Result result = test(this.work.resolve("main-classes"), tests, named, 10 * PATIENCE_SECONDS);
			if (!result.passed()) {
				System.out.println("The tests fail without any defect: " + result);
				return false;
			}
			System.out.println("The " + named.size() + " tests named pass without a defect.");
		}
		Map<String, String> wrong = new TreeMap<>();
		System.out.printf("%-38s %-10s %s%n", "defect", "", "by");
		for (Defect defect : defects) {
			String verdict;
			String by = "";
			long start = System.nanoTime();
			try {
				copySources(main);
				defect.plant(main.resolve(ROOT));
				compile(List.of(main), this.classpath, this.work.resolve("defect-classes"));
				Result result = test(this.work.resolve("defect-classes"), tests, defect.tests(), PATIENCE_SECONDS);
				verdict = defect.verdict(result);
				by = result.toString();
			}
			catch (IllegalStateException ex) {
				verdict = "BROKEN";
				by = ex.getMessage();
			}
			if (!verdict.equals("caught")) {
				wrong.put(defect.id(), verdict);
			}
			System.out.printf("%-38s %-10s %s (%d s)%n", defect.id(), verdict, by,
					TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		}
		System.out.println(wrong.isEmpty() ? "All " + defects.size() + " defects are caught." : "Not caught: " + wrong);
		return wrong.isEmpty();
	}

	private void copySources(Path target) throws IOException {
		deleteTree(target);
		copyTree(this.module.resolve("src/main/java"), target);
		Files.delete(target.resolve("module-info.java"));
	}

	private void compile(List<Path> sources, String classpath, Path target) throws IOException {
		deleteTree(target);
		Files.createDirectories(target);
		List<String> args = new ArrayList<>(List.of("-nowarn", "-proc:none", "-g", "-parameters", "--release", "17", "-cp",
				classpath, "-d", target.toString()));
		for (Path source : sources) {
			try (Stream<Path> files = Files.walk(source)) {
				files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(args::add);
			}
		}
		java.io.ByteArrayOutputStream messages = new java.io.ByteArrayOutputStream();
		int result = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, args.toArray(String[]::new));
		if (result != 0) {
			throw new IllegalStateException("does not compile: " + messages);
		}
	}

	private Result test(Path classes, Path tests, Iterable<String> named, int seconds) throws Exception {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-Xmx512m", "-XX:+EnableDynamicAgentLoading", "-jar", this.console, "execute",
				"--disable-banner", "--disable-ansi-colors", "--details=none", "--fail-if-no-tests",
				"--config=junit.jupiter.execution.timeout.default=60s", "--config=junit.jupiter.execution.timeout.mode=enabled",
				"--class-path=" + tests + ":" + classes + ":" + this.classpath));
		for (String test : named) {
			String[] parts = test.split("#");
			command.add("--select-class=io.connpool." + parts[0]);
			command.add("--include-methodname=.*" + Pattern.quote("." + parts[0] + "#")
					+ ((parts.length > 1) ? Pattern.quote(parts[1]) + "([(].*)?" : ".*"));
		}
		Path output = this.work.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
		if (!ended) {
			process.destroyForcibly().waitFor();
		}
		return Result.of(ended ? process.exitValue() : Result.KILLED, Files.readAllLines(output));
	}

	private static void copyTree(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(target);
				}
				else {
					Files.copy(file, target);
				}
			}
		}
	}

	private static void deleteTree(Path tree) throws IOException {
		if (Files.exists(tree)) {
			try (Stream<Path> files = Files.walk(tree)) {
				for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	/** How a run of tests went. */
	private record Result(int exit, List<String> failures, boolean hung) {

		static final int KILLED = -1;

		static Result of(int exit, List<String> output) {
			List<String> failures = new ArrayList<>();
			int timeouts = 0;
			for (String line : output) {
				Matcher matcher = FAILED.matcher(line);
				if (matcher.matches()) {
					failures.add(matcher.group(1).replaceAll("[():]+", " ").strip().replace(' ', '.'));
				}
				timeouts += line.contains("=> java.util.concurrent.TimeoutException") ? 1 : 0;
			}
			if (exit > 1) {
				throw new IllegalStateException("the tests did not run: " + exit + " " + output);
			}
			if (exit == 1 && failures.isEmpty()) {
				failures.add("an error that ended the run");
			}
			return new Result(exit, failures, exit == KILLED || timeouts > 0 && timeouts >= failures.size());
		}

		boolean passed() {
			return this.exit == 0;
		}

		@Override
		public String toString() {
			String more = (this.failures.size() > 2) ? " and " + (this.failures.size() - 2) + " more" : "";
			return String.join(", ", this.failures.subList(0, Math.min(2, this.failures.size()))) + more
					+ (this.hung ? " hung" : "");
		}

	}

	/** A text and what replaces it. */
	private record Change(String file, String before, String after) {

		void apply(Path root) throws IOException {
			Path path = root.resolve(this.file);
			if (!Files.exists(path)) {
				throw new IllegalStateException("there is no " + this.file);
			}
			String source = Files.readString(path);
			int at = source.indexOf(this.before);
			if (at < 0 || source.indexOf(this.before, at + 1) >= 0) {
				throw new IllegalStateException(
						"in " + this.file + " this does not occur, or not only once:\n" + this.before);
			}
			Files.writeString(path,
					source.substring(0, at) + this.after + source.substring(at + this.before.length()));
		}

	}

	/** One defect. */
	private record Defect(String group, String id, String what, List<String> tests, boolean hangs,
			List<Change> changes) {

		static List<Defect> allIn(Path path) throws IOException {
			String group = path.getFileName().toString().replaceFirst("[.]txt$", "");
			return Arrays.stream(Files.readString(path).split("(?m)^## "))
				.filter((text) -> !text.isBlank())
				.map((text) -> of(group, text))
				.toList();
		}

		private static Defect of(String group, String text) {
			List<String> what = new ArrayList<>();
			List<String> tests = new ArrayList<>();
			List<Change> changes = new ArrayList<>();
			boolean hangs = false;
			String file = "";
			List<String> lines = text.lines().toList();
			for (int i = 1; i < lines.size(); i++) {
				String line = lines.get(i);
				if (line.startsWith("test: ")) {
					tests.addAll(Arrays.asList(line.substring(6).split(" ")));
				}
				else if (line.startsWith("file: ")) {
					file = line.substring(6);
				}
				else if (line.equals("hangs")) {
					hangs = true;
				}
				else if (line.equals("<<<<")) {
					int middle = i + lines.subList(i, lines.size()).indexOf("====");
					int end = i + lines.subList(i, lines.size()).indexOf(">>>>");
					changes.add(new Change(file, String.join("\n", lines.subList(i + 1, middle)),
							String.join("\n", lines.subList(middle + 1, end))));
					i = end;
				}
				else if (!line.isBlank()) {
					what.add(line);
				}
			}
			if (tests.isEmpty() || changes.isEmpty() || what.isEmpty()) {
				throw new IllegalStateException("incomplete: " + text);
			}
			return new Defect(group, lines.get(0).strip(), String.join(" ", what), tests, hangs, changes);
		}

		void plant(Path root) throws IOException {
			for (Change change : this.changes) {
				change.apply(root);
			}
		}

		String verdict(Result result) {
			if (result.passed()) {
				return "SURVIVED";
			}
			return (result.hung() && !this.hangs) ? "HUNG" : "caught";
		}

	}

}
