package io.connpool.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.TrustManager;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.connpool.ConnectionPool;
import io.connpool.NanoClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the classes of this module may know of each other, of the JDK and of the world.
 */
class ArchitectureTests {

	private static JavaClasses core;

	@BeforeAll
	static void importMainClasses() throws URISyntaxException {
		Path main = Path.of(ConnectionPool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		core = new ClassFileImporter().importPath(main);
		assertThat(core).isNotEmpty();
	}

	@Test
	void packagesFormNoCycles() {
		check(slices().assignedFrom(new EachPackage()).should().beFreeOfCycles());
	}

	@Test
	void coreDependsOnTheJdkJspecifyAndSlf4jOnly() {
		check(classes().should()
			.onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.net..", "javax.security..", "javax.sql..",
					"org.jspecify..", "org.slf4j..", "io.connpool..")));
	}

	@Test
	void contractDependsOnNoSubpackage() {
		check(noClasses().that()
			.resideInAPackage("io.connpool")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.connpool.*.."));
	}

	@Test
	void engineHasOnePublicEntry() {
		List<String> entries = core.stream()
			.filter((type) -> type.getPackageName().equals("io.connpool.engine"))
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)
			.toList();

		assertThat(entries).containsExactly("ConnectionPools");
	}

	@Test
	void connectionsDoNotKnowTheEngine() {
		check(noClasses().that()
			.resideInAnyPackage("io.connpool.net..", "io.connpool.jdbc..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.connpool.engine.."));
	}

	@Test
	void onlyTheClockReadsNanoTime() {
		check(noClasses().that()
			.doNotBelongToAnyOf(NanoClock.class)
			.should()
			.accessTargetWhere(targets(System.class, "nanoTime")));
	}

	@Test
	void nobodyReadsTheWallClock() {
		check(noClasses().should().accessTargetWhere(targets(System.class, "currentTimeMillis")));
	}

	@Test
	void nobodySleeps() {
		check(noClasses().should()
			.accessTargetWhere(targets(Thread.class, "sleep").or(targets(TimeUnit.class, "sleep"))));
	}

	@Test
	void noMethodIsSynchronized() {
		check(noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED));
	}

	@Test
	void noBlockIsSynchronized() {
		List<String> offenders = core.stream().flatMap((type) -> methodsEnteringMonitors(type).stream()).toList();

		assertThat(offenders).as("a synchronized block pins virtual threads before JDK 24").isEmpty();
	}

	@Test
	void nothingButExceptionsAndWhatTheyCarryIsSerializable() {
		check(noClasses().that()
			.areNotAssignableTo(Throwable.class)
			.and()
			.areNotEnums()
			.and(are("not records carried by an exception", (type) -> !isRecordCarriedByException(type)))
			.should()
			.beAssignableTo(Serializable.class));
	}

	@Test
	void nobodyDecidesWhomToTrust() {
		check(noClasses().should().beAssignableTo(TrustManager.class));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(core);
	}

	private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> predicate) {
		return DescribedPredicate.describe("are " + description, predicate);
	}

	private static DescribedPredicate<JavaAccess<?>> targets(Class<?> owner, String name) {
		return DescribedPredicate.describe(owner.getSimpleName() + "." + name, (access) -> {
			AccessTarget target = access.getTarget();
			return target.getOwner().isEquivalentTo(owner) && target.getName().equals(name);
		});
	}

	private static boolean isRecordCarriedByException(JavaClass type) {
		return type.isRecord() && type.getFieldsWithTypeOfSelf()
			.stream()
			.anyMatch((field) -> field.getOwner().isAssignableTo(Throwable.class));
	}

	private static Set<String> methodsEnteringMonitors(JavaClass type) {
		try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
			MonitorFinder finder = new MonitorFinder(type.getName());
			new ClassReader(bytes).accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			return finder.methods;
		}
		catch (IOException ex) {
			throw new AssertionError("Cannot read " + type.getName(), ex);
		}
	}

	private static final class EachPackage implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return type.getPackageName().startsWith("io.connpool") ? SliceIdentifier.of(type.getPackageName())
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "each package";
		}

	}

	/** ArchUnit sees the modifier of a method, not what its body locks. */
	private static final class MonitorFinder extends ClassVisitor {

		private final Set<String> methods = new TreeSet<>();

		private final String type;

		MonitorFinder(String type) {
			super(Opcodes.ASM9);
			this.type = type;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			return new MethodVisitor(Opcodes.ASM9) {

				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.MONITORENTER) {
						MonitorFinder.this.methods.add(MonitorFinder.this.type + "." + name);
					}
				}

			};
		}

	}

}
