package io.connpool.fault;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Asserts of every class of tests that it leaves no thread of a pool and no socket
 * behind. JUnit finds it by itself, so that no class has to ask for it.
 */
public final class NothingLeft implements BeforeAllCallback, AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NothingLeft.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getStore(NAMESPACE).put(context.getUniqueId(), Footprint.now());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Footprint before = context.getStore(NAMESPACE).remove(context.getUniqueId(), Footprint.class);
		before.assertNothingIsLeft();
	}

}
