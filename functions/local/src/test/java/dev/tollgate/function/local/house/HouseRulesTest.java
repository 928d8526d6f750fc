package dev.tollgate.function.local.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every module keeps, seen from the one that can see them all.
class HouseRulesTest {
    private static final String[] CORE = {
        "dev.tollgate",
        "dev.tollgate.api..",
        "dev.tollgate.catalog..",
        "dev.tollgate.config..",
        "dev.tollgate.conversation..",
        "dev.tollgate.http..",
        "dev.tollgate.identity..",
        "dev.tollgate.cache..",
        "dev.tollgate.ledger..",
        "dev.tollgate.limits..",
        "dev.tollgate.routing..",
        "dev.tollgate.telemetry..",
        "dev.tollgate.usage..",
    };

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.tollgate");

    private static final Set<Class<?>> CLOCKS =
            Set.of(
                    Instant.class,
                    LocalDate.class,
                    LocalDateTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class);

    private static final DescribedPredicate<JavaCall<?>> TIME_ENVIRONMENT_OR_SLEEP =
            DescribedPredicate.describe(
                    "time, environment or sleep",
                    call -> {
                        String name = call.getTarget().getName();
                        return calls(call, System.class, "currentTimeMillis", name)
                                || calls(call, System.class, "getenv", name)
                                || calls(call, Thread.class, "sleep", name)
                                || (call.getTargetOwner().isEquivalentTo(Clock.class)
                                        && name.startsWith("system"))
                                || (name.equals("now")
                                        && CLOCKS.stream()
                                                .anyMatch(call.getTargetOwner()::isEquivalentTo));
                    });

    private static boolean calls(JavaCall<?> call, Class<?> owner, String method, String name) {
        return call.getTargetOwner().isEquivalentTo(owner) && name.equals(method);
    }

    @Test
    void core_knows_no_aws_and_no_provider() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "com.amazonaws..",
                        "dev.tollgate.aws..",
                        "dev.tollgate.provider..",
                        "dev.tollgate.dialect..",
                        "dev.tollgate.testkit..",
                        "dev.tollgate.function..")
                .check(ALL);
    }

    @Test
    void layers_know_no_function_and_each_other_only_through_core() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tollgate.aws..", "dev.tollgate.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tollgate.function..", "dev.tollgate.testkit..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.tollgate.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tollgate.aws..",
                        "software.amazon.awssdk..",
                        "software.amazon.lambda..",
                        "com.amazonaws..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.tollgate.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tollgate.provider..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.tollgate.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tollgate.aws..", "dev.tollgate.provider..")
                .check(ALL);
    }

    @Test
    void what_is_deployed_has_no_part_of_the_test_kit_and_no_other_function() {
        slices().matching("dev.tollgate.function.(gateway|admin|usage)..")
                .should()
                .notDependOnEachOther()
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.tollgate.function.gateway..",
                        "dev.tollgate.function.admin..",
                        "dev.tollgate.function.usage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tollgate.testkit..", "dev.tollgate.function.local..")
                .check(ALL);
    }

    @Test
    void time_environment_and_sleep_come_from_wiring_only() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.Wiring(\\$.*)?")
                .and(DescribedPredicate.not(resideInAPackage("dev.tollgate.testkit..")))
                .and(DescribedPredicate.not(resideInAPackage("dev.tollgate.function.bench..")))
                .should()
                .callCodeUnitWhere(TIME_ENVIRONMENT_OR_SLEEP)
                .check(ALL);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.tollgate.(**)").should().beFreeOfCycles().check(ALL);
    }
}
