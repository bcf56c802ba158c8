package io.connpool.badinput;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.connpool.badinput.BadInput.Attempt;

/** Sets one setting after the other to each of its bad values. */
final class BadSettings {

	private BadSettings() {
	}

	/** The settings that a record has. */
	static Set<String> ofRecord(Class<? extends Record> type) {
		Set<String> names = new TreeSet<>();
		for (RecordComponent component : type.getRecordComponents()) {
			names.add(component.getName());
		}
		return names;
	}

	/** The settings that a builder has: public methods that take one argument. */
	static Set<String> ofBuilder(Class<?> type) {
		Set<String> names = new TreeSet<>();
		for (Method method : type.getMethods()) {
			if (isSetter(method)) {
				names.add(method.getName());
			}
		}
		return names;
	}

	private static boolean isSetter(Method method) {
		return method.getParameterCount() == 1 && !Modifier.isStatic(method.getModifiers())
				&& method.getDeclaringClass() != Object.class;
	}

	/** Makes a record anew, with one component replaced each time. */
	static List<BadInput> inRecord(Record good, Map<String, Rule> rules) throws ReflectiveOperationException {
		RecordComponent[] components = good.getClass().getRecordComponents();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		Constructor<?> constructor = good.getClass().getDeclaredConstructor(types);
		Object[] values = new Object[components.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = components[i].getAccessor().invoke(good);
		}
		List<BadInput> inputs = new ArrayList<>();
		for (int i = 0; i < values.length; i++) {
			Rule rule = rules.get(components[i].getName());
			for (Object bad : rule.bad()) {
				Object[] arguments = values.clone();
				arguments[i] = bad;
				inputs.add(refused(rule, bad, () -> constructor.newInstance(arguments)));
			}
		}
		return inputs;
	}

	/** Hands one bad value to a new builder each time. */
	static <B> List<BadInput> inBuilder(Class<B> type, Supplier<B> builders, Map<String, Rule> rules,
			Build<? super B> build) {
		List<BadInput> inputs = new ArrayList<>();
		for (Method method : type.getMethods()) {
			Rule rule = rules.get(method.getName());
			if (rule != null && isSetter(method)) {
				for (Object bad : rule.bad()) {
					inputs.add(refused(rule, bad, () -> {
						B builder = builders.get();
						method.invoke(builder, bad);
						build.build(builder);
					}));
				}
			}
		}
		return inputs;
	}

	private static BadInput refused(Rule rule, Object bad, Attempt attempt) {
		Object shown = "delimiter".equals(rule.setting()) ? "\"" + bad + "\"" : bad;
		return BadInput.ofSetting(rule.setting(), shown, rule.allowed(), () -> {
			try {
				attempt.hand();
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		});
	}

	/** Checks what a builder has collected; must not leave anything behind. */
	interface Build<B> {

		void build(B builder) throws Exception;

	}

}
