package io.connpool.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where a value lies on an axis.
 *
 * @param logarithmic or linear
 * @param low value at the beginning of the axis
 * @param high value at its end
 * @param from coordinate of the beginning
 * @param to coordinate of the end
 */
record Scale(boolean logarithmic, double low, double high, double from, double to) {

	static Scale linear(DoubleStream values, double from, double to) {
		double high = values.filter(Double::isFinite).max().orElse(1);
		return new Scale(false, 0, (high > 0) ? high : 1, from, to);
	}

	/** From the power of ten at or below the lowest value to the highest. */
	static Scale logarithmic(DoubleStream values, double from, double to) {
		double[] positive = values.filter((value) -> value > 0 && Double.isFinite(value)).sorted().toArray();
		if (positive.length == 0) {
			return new Scale(true, 1, 10, from, to);
		}
		double low = Math.pow(10, Math.floor(Math.log10(positive[0]) + 1e-9));
		return new Scale(true, low, Math.max(10 * low, positive[positive.length - 1]), from, to);
	}

	double at(double value) {
		double share = this.logarithmic
				? Math.log(Math.max(value, this.low) / this.low) / Math.log(this.high / this.low)
				: (value - this.low) / (this.high - this.low);
		return this.from + Math.max(0, Math.min(1, share)) * (this.to - this.from);
	}

	List<Double> ticks() {
		return this.logarithmic ? powersOfTen() : steps();
	}

	private List<Double> powersOfTen() {
		double decades = Math.log10(this.high / this.low);
		double factor = (decades > 5) ? 100 : 10;
		List<Double> ticks = new ArrayList<>();
		for (double tick = this.low; tick <= this.high * 1.000001; tick *= factor) {
			ticks.add(tick);
		}
		return ticks;
	}

	private List<Double> steps() {
		double power = Math.pow(10, Math.floor(Math.log10(this.high / 2)));
		double step = power;
		for (double candidate : new double[] { 2 * power, 5 * power }) {
			step = (this.high / step > 5) ? candidate : step;
		}
		List<Double> ticks = new ArrayList<>();
		for (int i = 0; i * step <= this.high * 1.000001; i++) {
			ticks.add(i * step);
		}
		return ticks;
	}

}
