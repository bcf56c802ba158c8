package io.connpool.benchmarks.report;

import java.util.Locale;

/**
 * Writes a picture: black on white, whatever colours the page around it has, and nothing
 * that would have to be loaded.
 */
final class Svg {

	static final String TEXT = "#1f2933";

	static final String FAINT = "#616e7c";

	static final String GRID = "#dfe3e8";

	static final String OURS = "#d9480f";

	static final String RIVAL = "#6b85a6";

	static final String LIMIT = "#b9c2cc";

	static final double FONT = 13;

	/** Of the font, on average: there is no measuring it. */
	private static final double CHARACTER = 0.54 * FONT;

	private final StringBuilder body = new StringBuilder();

	private final double width;

	private final double height;

	private final String title;

	Svg(double width, double height, String title) {
		this.width = width;
		this.height = height;
		this.title = title;
	}

	static double widthOf(String text) {
		return text.length() * CHARACTER;
	}

	static String colour(String contender) {
		if (Entrants.isOurs(contender)) {
			return OURS;
		}
		return Entrants.isLimit(contender) ? LIMIT : RIVAL;
	}

	Svg rect(double x, double y, double width, double height, String colour) {
		return add("<rect x='%s' y='%s' width='%s' height='%s' rx='2' fill='%s'/>", x, y, Math.max(0, width), height,
				colour);
	}

	Svg line(double x1, double y1, double x2, double y2, String colour, double thickness) {
		return add("<line x1='%s' y1='%s' x2='%s' y2='%s' stroke='%s' stroke-width='%s'/>", x1, y1, x2, y2, colour,
				thickness);
	}

	Svg circle(double x, double y, double radius, String fill, String stroke) {
		return add("<circle cx='%s' cy='%s' r='%s' fill='%s' stroke='%s' stroke-width='1.5'/>", x, y, radius, fill,
				stroke);
	}

	Svg path(String points, String colour, double thickness) {
		return add("<polyline points='%s' fill='none' stroke='%s' stroke-width='%s' stroke-linejoin='round'/>", points,
				colour, thickness);
	}

	Svg text(double x, double y, String text, Style style) {
		return add("<text x='%s' y='%s' fill='%s' font-weight='%s' text-anchor='%s' font-size='%s'>%s</text>", x, y,
				style.colour, style.bold ? "bold" : "normal", style.anchor, style.size, escape(text));
	}

	private Svg add(String format, Object... values) {
		for (int i = 0; i < values.length; i++) {
			if (values[i] instanceof Double number) {
				values[i] = number(number);
			}
		}
		this.body.append(String.format(Locale.ROOT, format.replace('\'', '"'), values)).append('\n');
		return this;
	}

	static String number(double value) {
		String text = String.format(Locale.ROOT, "%.1f", value);
		return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
	}

	static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	@Override
	public String toString() {
		String size = "width=\"" + number(this.width) + "\" height=\"" + number(this.height) + "\"";
		return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + " viewBox=\"0 0 " + number(this.width) + " "
				+ number(this.height) + "\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n"
				+ "<title>" + escape(this.title) + "</title>\n<rect " + size + " rx=\"6\" fill=\"#ffffff\"/>\n"
				+ this.body + "</svg>\n";
	}

	/**
	 * How text looks.
	 *
	 * @param anchor "start", "middle" or "end"
	 * @param colour of the letters
	 * @param bold or not
	 * @param size of the font
	 */
	record Style(String anchor, String colour, boolean bold, double size) {

		static final Style LEFT = new Style("start", TEXT, false, FONT);

		static final Style RIGHT = new Style("end", TEXT, false, FONT);

		static final Style CENTRE = new Style("middle", TEXT, false, FONT);

		static final Style TITLE = new Style("start", TEXT, true, FONT + 3);

		Style faint() {
			return new Style(this.anchor, FAINT, this.bold, this.size - 1.5);
		}

		Style in(String colour, boolean bold) {
			return new Style(this.anchor, colour, bold, this.size);
		}

	}

}
