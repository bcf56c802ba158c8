package io.connpool.benchmarks.contender;

/**
 * What a contender promises in one respect.
 *
 * @param grade how far it goes
 * @param note what exactly, in a few words; may be empty
 */
public record Point(Grade grade, String note) {

	/**
	 * How far a promise goes.
	 */
	public enum Grade {

		/** It is kept. */
		YES,

		/** It is kept in part; the note says which. */
		PARTLY,

		/** There is none. */
		NO

	}

	static Point yes(String note) {
		return new Point(Grade.YES, note);
	}

	static Point partly(String note) {
		return new Point(Grade.PARTLY, note);
	}

	static Point no(String note) {
		return new Point(Grade.NO, note);
	}

	/**
	 * Returns the point for a table cell.
	 * @return the grade, and the note if there is one
	 */
	@Override
	public String toString() {
		String word = switch (this.grade) {
			case YES -> "yes";
			case PARTLY -> "partly";
			case NO -> "no";
		};
		return this.note.isEmpty() ? word : word + ": " + this.note;
	}

}
