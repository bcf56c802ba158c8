package io.connpool.benchmarks.probe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a probe has measured of one pool: facts that are judged, and notes that are not.
 */
final class Facts {

	private static final String FACT = "fact ";

	private static final String NOTE = "note ";

	private final Map<Fact, Double> values = new EnumMap<>(Fact.class);

	private final List<String> notes = new ArrayList<>();

	Facts put(Fact fact, double value) {
		this.values.put(fact, value);
		return this;
	}

	/** Keeps the worse of what is there and what is new. */
	Facts putMost(Fact fact, double value) {
		this.values.merge(fact, value, Math::max);
		return this;
	}

	Facts note(String note) {
		this.notes.add(note.replaceAll("\\s+", " "));
		return this;
	}

	double value(Fact fact) {
		return this.values.getOrDefault(fact, Double.NaN);
	}

	Verdict verdict(Pace pace) {
		return this.values.entrySet()
			.stream()
			.map((entry) -> entry.getKey().judge(entry.getValue(), pace))
			.reduce(Verdict.SURVIVES, Verdict::orWorse);
	}

	/**
	 * Says what led to the verdict: all that speaks against the pool, or, if nothing
	 * does, how long it took to serve again; then the notes.
	 */
	String reasons(Pace pace) {
		StringJoiner reasons = new StringJoiner("; ");
		boolean blank = this.values.entrySet()
			.stream()
			.allMatch((entry) -> entry.getKey().judge(entry.getValue(), pace) == Verdict.SURVIVES);
		this.values.forEach((fact, value) -> {
			boolean against = fact.judge(value, pace) != Verdict.SURVIVES;
			if (against || (blank && fact == Fact.SERVED_MS)) {
				reasons.add(fact.text(value));
			}
		});
		this.notes.forEach(reasons::add);
		return reasons.toString();
	}

	List<String> toLines() {
		List<String> lines = new ArrayList<>();
		this.values.forEach((fact, value) -> lines.add(FACT + fact.name() + " " + value));
		this.notes.forEach((note) -> lines.add(NOTE + note));
		return lines;
	}

	/** Reads what {@link #toLines} wrote, among whatever else a JVM has printed. */
	static Facts parse(List<String> lines) {
		Facts facts = new Facts();
		for (String line : lines) {
			if (line.startsWith(FACT)) {
				String[] parts = line.split(" ");
				facts.put(Fact.valueOf(parts[1]), Double.parseDouble(parts[2]));
			}
			else if (line.startsWith(NOTE)) {
				facts.note(line.substring(NOTE.length()));
			}
		}
		return facts;
	}

	List<String> notes() {
		return List.copyOf(this.notes);
	}

	boolean isEmpty() {
		return this.values.isEmpty();
	}

}
