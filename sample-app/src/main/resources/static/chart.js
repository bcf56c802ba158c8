// Draws the last samples of a series on a canvas, newest at the right.

export class Series {

	constructor(length) {
		this.samples = [];
		this.length = length;
	}

	add(sample) {
		this.samples.push(sample);
		if (this.samples.length > this.length) {
			this.samples.shift();
		}
	}

}

function begin(canvas) {
	const scale = window.devicePixelRatio || 1;
	const width = canvas.clientWidth;
	const height = canvas.clientHeight;
	if (canvas.width !== width * scale || canvas.height !== height * scale) {
		canvas.width = width * scale;
		canvas.height = height * scale;
	}
	const pen = canvas.getContext("2d");
	pen.setTransform(scale, 0, 0, scale, 0, 0);
	pen.clearRect(0, 0, width, height);
	const style = getComputedStyle(document.documentElement);
	return { pen, width, height, color: (name) => style.getPropertyValue("--" + name) };
}

const xOf = (series, width) => (i) => width - (series.samples.length - 1 - i) * (width / (series.length - 1));

/** Stacked areas below a line at `limit`; what waits is a line of its own. */
export function drawGauges(canvas, series, stack, line, limit) {
	const { pen, width, height, color } = begin(canvas);
	const samples = series.samples;
	const top = Math.max(limit, ...samples.map((sample) => sample[line])) * 1.1;
	const y = (value) => height - 1 - (value / top) * (height - 2);
	const x = xOf(series, width);
	const below = samples.map(() => 0);
	for (const name of stack) {
		pen.fillStyle = color(name);
		pen.beginPath();
		samples.forEach((sample, i) => pen.lineTo(x(i), y(below[i] + sample[name])));
		for (let i = samples.length - 1; i >= 0; i--) {
			pen.lineTo(x(i), y(below[i]));
			below[i] += samples[i][name];
		}
		pen.fill();
	}
	pen.strokeStyle = color("soft");
	pen.setLineDash([4, 4]);
	pen.beginPath();
	pen.moveTo(0, y(limit));
	pen.lineTo(width, y(limit));
	pen.stroke();
	pen.setLineDash([]);
	stroke(pen, samples, x, (sample) => (sample[line] > 0) ? y(sample[line]) : null, color(line));
}

/** Milliseconds on a logarithmic scale; samples with failures get a mark at the bottom. */
export function drawLatency(canvas, series, names) {
	const { pen, width, height, color } = begin(canvas);
	const [low, high] = [0.1, 10000];
	const y = (millis) => {
		const part = Math.log(Math.min(high, Math.max(low, millis)) / low) / Math.log(high / low);
		return height - 8 - part * (height - 16);
	};
	pen.font = "11px system-ui, sans-serif";
	for (const [millis, label] of [[1, "1 ms"], [10, "10 ms"], [100, "100 ms"], [1000, "1 s"]]) {
		pen.strokeStyle = color("line");
		pen.beginPath();
		pen.moveTo(0, y(millis));
		pen.lineTo(width, y(millis));
		pen.stroke();
		pen.fillStyle = color("soft");
		pen.fillText(label, 2, y(millis) - 3);
	}
	const x = xOf(series, width);
	series.samples.forEach((sample, i) => {
		if (sample.failed > 0) {
			pen.fillStyle = color("failed");
			pen.fillRect(x(i) - 3, height - 6, 6, 6);
		}
	});
	for (const [name, colorName] of names) {
		stroke(pen, series.samples, x, (sample) => (sample[name] === null) ? null : y(sample[name]), color(colorName));
	}
}

function stroke(pen, samples, x, y, color) {
	pen.strokeStyle = color;
	pen.lineWidth = 2;
	pen.beginPath();
	let drawing = false;
	samples.forEach((sample, i) => {
		const at = y(sample);
		if (at !== null) {
			pen[drawing ? "lineTo" : "moveTo"](x(i), at);
		}
		drawing = at !== null;
	});
	pen.stroke();
	pen.lineWidth = 1;
}
