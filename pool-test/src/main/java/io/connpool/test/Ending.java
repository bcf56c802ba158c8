package io.connpool.test;

import java.nio.ByteBuffer;

/**
 * Ends the connection, or one direction of it, after a number of bytes; those that follow
 * are swallowed.
 */
final class Ending extends AtByte {

	private final Kind kind;

	Ending(long position, Kind kind) {
		super(position);
		this.kind = kind;
	}

	@Override
	void reached() {
		switch (this.kind) {
			case CUT -> stop(Stop.CUT);
			case CLOSE -> stop(Stop.CLOSE);
			case END -> {
				altered();
				next().end();
			}
			case MUTE -> {
				// shows in what follows
			}
		}
	}

	@Override
	void beyond(ByteBuffer bytes) {
		swallow(bytes);
	}

	@Override
	public void end() {
		if (!isBeyond()) {
			next().end();
		}
		else {
			altered();
		}
	}

	/** What comes after the bytes. */
	enum Kind {

		/** A reset, both ways. */
		CUT,

		/** An orderly end, both ways. */
		CLOSE,

		/** An orderly end of this direction. */
		END,

		/** Silence; what is sent is read and forgotten. */
		MUTE

	}

}
