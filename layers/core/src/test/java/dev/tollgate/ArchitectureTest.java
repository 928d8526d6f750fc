package dev.tollgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// What core may know. The whole system's rules stand in functions/local, from where all modules can be seen.
class ArchitectureTest {
    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.tollgate");

    @Test
    void core_depends_on_the_jdk_and_json_only() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.tollgate..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.tollgate.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
