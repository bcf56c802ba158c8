package io.connpool.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the generated parts of the page about performance, and its pictures, from what
 * JMH and the race have left.
 */
public final class Report {

	private Report() {
	}

	/**
	 * Writes the page.
	 * @param args directory with the results of each JDK, the page, the directory of its
	 * pictures
	 * @throws IOException if something cannot be read or written
	 */
	public static void main(String[] args) throws IOException {
		if (args.length != 3) {
			System.err.println("usage: Report RESULTS PAGE PICTURES");
			System.exit(2);
		}
		List<Results> all = Results.readAll(Path.of(args[0]));
		if (all.isEmpty()) {
			System.err.println("no results in " + args[0]);
			System.exit(1);
		}
		Document page = new Document(Path.of(args[1]), "race");
		page.put("machine", Chapters.machine(all));
		page.put("contracts", Chapters.contracts());
		page.put("summary", Chapters.forEachJdk(all, Summary::of));
		page.put("targets", Chapters.forEachJdk(all, Targets::of));
		page.put("a", Chapters.forEachJdk(all, CallChapters::cycleAlone));
		page.put("b", Chapters.forEachJdk(all, CallChapters::cycleTogether));
		for (String letter : List.of("c", "d", "e", "f", "g", "h")) {
			page.put(letter, Chapters.forEachJdk(all, (results) -> Chapters.scenario(results, letter)));
		}
		page.put("features", Chapters.forEachJdk(all, CallChapters::features));
		page.put("growth", Chapters.forEachJdk(all, CallChapters::growth));
		page.put("footprint", Chapters.forEachJdk(all, CallChapters::footprint));
		page.save();
		Map<String, String> pictures = Plots.of(all.get(0));
		Plots.write(pictures, Path.of(args[2]));
		System.out.println("wrote " + args[1] + " and " + pictures.size() + " pictures to " + args[2]);
	}

}
