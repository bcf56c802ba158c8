package io.connpool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.connpool.engine.History.Operation;

/**
 * Plays histories, and makes those that fail as short as they can be.
 */
final class Simulations implements AutoCloseable {

	private static final Consumer<String> SILENT = (line) -> {
	};

	private final ErrorLog errors = new ErrorLog();

	/** Plays one history after another until one fails; null if none does. */
	History firstFailing(long firstSeed, long count) {
		for (long seed = firstSeed; seed - firstSeed < count; seed++) {
			History history = History.of(seed);
			if (fails(history)) {
				return history;
			}
		}
		return null;
	}

	boolean fails(History history) {
		return play(history, SILENT).failure() != null;
	}

	Simulation.Verdict play(History history, Consumer<String> log) {
		return Simulation.play(history, this.errors, log);
	}

	/**
	 * Leaves out whatever a history can do without and still fail: all that comes after
	 * the failure, then ever smaller pieces, until no single operation can be left out.
	 */
	History shortened(History history) {
		int steps = Math.min(play(history, SILENT).steps(), history.operations().size());
		List<Operation> kept = history.operations().subList(0, steps);
		int piece = Math.max(1, kept.size() / 2);
		while (piece > 0) {
			List<Operation> shorter = withoutAnyPiece(history.seed(), kept, piece);
			piece = (shorter.size() < kept.size()) ? piece : piece / 2;
			kept = shorter;
		}
		return new History(history.seed(), kept);
	}

	private List<Operation> withoutAnyPiece(long seed, List<Operation> operations, int piece) {
		List<Operation> kept = operations;
		for (int from = 0; from < kept.size();) {
			List<Operation> shorter = new ArrayList<>(kept.subList(0, from));
			shorter.addAll(kept.subList(Math.min(kept.size(), from + piece), kept.size()));
			if (fails(new History(seed, shorter))) {
				kept = shorter;
			}
			else {
				from += piece;
			}
		}
		return kept;
	}

	/** Tells what happens in a history, and what is wrong in the end. */
	String story(History history) {
		List<String> lines = new ArrayList<>();
		Simulation.Verdict verdict = play(history, lines::add);
		lines.add((verdict.failure() != null) ? verdict.failure().getMessage() : "nothing is wrong");
		return String.join(System.lineSeparator(), lines);
	}

	@Override
	public void close() {
		this.errors.close();
	}

}
