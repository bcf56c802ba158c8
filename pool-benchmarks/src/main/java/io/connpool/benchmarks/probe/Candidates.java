package io.connpool.benchmarks.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Every pool that is probed.
 */
final class Candidates {

	private static final List<Candidate> ALL = all();

	private Candidates() {
	}

	static List<Candidate> list() {
		return ALL;
	}

	static Candidate named(String name) {
		return ALL.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException(
					"no pool named " + name + "; there are " + ALL.stream().map(Candidate::name).toList()));
	}

	private static List<Candidate> all() {
		List<Candidate> all = new ArrayList<>();
		all.add(ConnPoolSubject.candidate());
		all.add(HikariSubject.candidate());
		all.add(CommonsSubject.candidate());
		addIfBuiltIn(all, "StormpotSubject");
		all.add(ReactorSubject.candidate());
		all.add(ViburSubject.candidate());
		all.add(AgroalSubject.candidate());
		all.add(TomcatSubject.candidate());
		return List.copyOf(all);
	}

	/** For those that need a newer Java, to be built and to run. */
	private static void addIfBuiltIn(List<Candidate> all, String name) {
		try {
			Class<?> type = Class.forName(Candidates.class.getPackageName() + "." + name);
			all.add((Candidate) type.getDeclaredMethod("candidate").invoke(null));
		}
		catch (ClassNotFoundException | UnsupportedClassVersionError ex) {
			// built by or running on Java 17: it does not take part
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
