package io.connpool.sample;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom.
 */
class SampleArchitectureTests {

	private static final JavaClasses SAMPLE = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.connpool.sample");

	@Test
	void frontHasNoDatabaseOnItsPath() {
		noClasses().that()
			.resideInAPackage("..sample.front..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..sample.storage..", "..sample.service..", "..sample.demo..", "io.connpool.jdbc..",
					"java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.sqlite..")
			.check(SAMPLE);
	}

	@Test
	void protocolKnowsNobody() {
		classes().that()
			.resideInAPackage("..sample.protocol..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("..sample.protocol..", "java..", "org.jspecify..")
			.check(SAMPLE);
	}

	@Test
	void storageKnowsNeitherFrontNorProtocol() {
		noClasses().that()
			.resideInAPackage("..sample.storage..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..sample.front..", "..sample.service..", "..sample.protocol..", "..sample.demo..")
			.check(SAMPLE);
	}

	@Test
	void packagesFormNoCycles() {
		slices().matching("io.connpool.sample.(*)..").should().beFreeOfCycles().check(SAMPLE);
	}

}
