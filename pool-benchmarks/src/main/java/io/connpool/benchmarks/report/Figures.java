package io.connpool.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The arithmetic of the report, and how its numbers look. */
final class Figures {

	/** More digits would be noise. */
	private static final MathContext DIGITS = new MathContext(3);

	private Figures() {
	}

	/**
	 * Returns the median.
	 * @param values in any order; those that are not a number are left out
	 * @return the middle one, or the mean of the middle two; not a number if there is
	 * none
	 */
	static double median(Collection<Double> values) {
		double[] sorted = values.stream()
			.mapToDouble(Double::doubleValue)
			.filter((value) -> !Double.isNaN(value))
			.toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Returns a number as people read it: three digits, thousands apart.
	 * @param value to show
	 * @return such as 63,800 or 0.976; a dash if it is not a number
	 */
	static String text(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		if (Double.isInfinite(value)) {
			return "∞";
		}
		BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
		return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
	}

	/**
	 * Returns how many times better a value is than another one.
	 * @param value in question
	 * @param other to compare it with
	 * @param order which of two is better
	 * @return above one if the value is better
	 */
	static double timesBetter(double value, double other, Order order) {
		return (order == Order.HIGH) ? value / other : other / value;
	}

	static String times(double factor) {
		return (Double.isNaN(factor) || Double.isInfinite(factor)) ? "–" : text(factor) + " ×";
	}

	/** Which of two values is the better one. */
	enum Order {

		/** The higher one. */
		HIGH,

		/** The lower one. */
		LOW

	}

}
