package io.connpool.engine;

/**
 * The stack that acquired a lease; for leak reports and for those whose time is up.
 */
final class AcquiringStack extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AcquiringStack() {
		super("acquired here");
	}

}
