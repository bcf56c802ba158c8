package io.connpool.benchmarks.contender;

import org.jspecify.annotations.Nullable;

/**
 * A place for a resource, opened by whoever finds it empty: the handle of the contenders
 * that are no pools but what people write instead of one. Who holds it may change it; it
 * is passed on through a queue or a volatile write.
 */
class Cell {

	private final ResourceFactory factory;

	private @Nullable Resource resource;

	Cell(ResourceFactory factory) {
		this.factory = factory;
	}

	/** Opens the resource if there is none; must be called before {@link #resource()}. */
	final void fill() throws Exception {
		if (this.resource == null) {
			this.resource = this.factory.open();
		}
	}

	final Resource resource() {
		Resource present = this.resource;
		if (present == null) {
			throw new IllegalStateException("nothing was opened");
		}
		return present;
	}

	/** Closes the resource, if any. */
	final void empty() {
		Resource present = this.resource;
		this.resource = null;
		if (present != null) {
			present.close();
		}
	}

}
