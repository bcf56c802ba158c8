package io.connpool.engine;

import java.util.function.Function;

import io.connpool.test.FakeConnectionFactory;
import io.connpool.test.Script;

/**
 * The methods of a factory, abort apart.
 */
enum Hook {

	OPEN(FakeConnectionFactory::opens), CHECK(FakeConnectionFactory::checks),
	VALIDATE(FakeConnectionFactory::validations), RESET(FakeConnectionFactory::resets),
	JUDGE(FakeConnectionFactory::verdicts), CLOSE(FakeConnectionFactory::closes);

	private final Function<FakeConnectionFactory, Script<?, ?>> script;

	Hook(Function<FakeConnectionFactory, Script<?, ?>> script) {
		this.script = script;
	}

	Script<?, ?> of(FakeConnectionFactory factory) {
		return this.script.apply(factory);
	}

}
