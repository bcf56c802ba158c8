package io.connpool.net.codec;

import java.util.ArrayList;
import java.util.List;

import io.connpool.InvalidPoolSettingsException;

/** Checks the settings of one codec together. */
final class CodecSettings {

	/** 1 GiB, so that a frame and what is around it fit an array with room to spare. */
	private static final int LARGEST_FRAME = 1 << 30;

	private final List<InvalidPoolSettingsException.Violation> violations = new ArrayList<>();

	CodecSettings that(String setting, Object value, boolean allowed, String range) {
		if (!allowed) {
			this.violations.add(new InvalidPoolSettingsException.Violation(setting, String.valueOf(value), range));
		}
		return this;
	}

	CodecSettings maxFrameSize(int value) {
		return that("max-frame-size", value, value >= 1 && value <= LARGEST_FRAME,
				"1 to " + LARGEST_FRAME + " (bytes)");
	}

	void check() {
		if (!this.violations.isEmpty()) {
			throw new InvalidPoolSettingsException("codec", this.violations);
		}
	}

}
