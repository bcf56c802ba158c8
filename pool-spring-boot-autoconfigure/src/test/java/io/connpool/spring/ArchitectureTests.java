package io.connpool.spring;

import java.util.concurrent.Executor;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of this module.
 */
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.connpool.spring");

	@Test
	void autoConfigurationsArePublicFinalAndHaveNoPublicMembers() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration"));
		check(methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic());
	}

	@Test
	void beanMethodsArePackagePrivateAndKnowNoClassConditions() {
		check(methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate());
		check(methods().that().areAnnotatedWith(Bean.class).should().notBeAnnotatedWith(ConditionalOnClass.class));
	}

	@Test
	void everyAutoConfigurationIsListed() throws Exception {
		String listed = new String(getClass()
			.getResourceAsStream("/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
			.readAllBytes());

		assertThat(listed.lines()).containsExactlyInAnyOrderElementsOf(this.classes.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList());
	}

	@Test
	void autoConfigurationIsPackagePrivateBeyondItsEntries() {
		check(classes().that()
			.resideInAPackage("..autoconfigure..")
			.and()
			.areNotAnnotatedWith(AutoConfiguration.class)
			.and()
			.areTopLevelClasses()
			.should()
			.bePackagePrivate());
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching("io.connpool.spring.(**)").should().beFreeOfCycles());
		check(noClasses().that()
			.resideOutsideOfPackage("..autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("..autoconfigure.."));
	}

	@Test
	void optionalTechnologyStaysInItsOwnPackage() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.connpool.spring.metrics", "..autoconfigure.metrics")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.."));
		check(noClasses().that()
			.resideOutsideOfPackages("io.connpool.spring.health", "..autoconfigure.health")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.health.."));
		check(noClasses().that()
			.resideOutsideOfPackage("..actuate.endpoint")
			.and()
			.doNotHaveSimpleName("ConnectionPoolEndpointAutoConfiguration")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.actuate.."));
	}

	@Test
	void databasesAreKnownInOnePlace() {
		check(noClasses().that()
			.doNotHaveSimpleName("JdbcPools")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..", "io.connpool.jdbc.."));
	}

	@Test
	void noBeanIsAnExecutor() {
		check(methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notHaveRawReturnType(new DescribedPredicate<>("assignable to Executor") {

				@Override
				public boolean test(JavaClass type) {
					return type.isAssignableTo(Executor.class);
				}

			}));
	}

	private void check(ArchRule rule) {
		rule.check(this.classes);
	}

}
