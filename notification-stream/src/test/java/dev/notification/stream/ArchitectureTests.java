package dev.notification.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md. */
class ArchitectureTests {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.notification");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.notification");

    @Test
    void theStreamKnowsOnlyThePortsOfTheStore() {
        noClasses()
                .that()
                .resideInAPackage("dev.notification.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.notification.store.*..")
                .check(MAIN);
    }

    @Test
    void nothingBelowKnowsTheStream() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.notification.stream..", "dev.notification.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.notification.stream..")
                .check(MAIN);
    }

    @Test
    void theApiKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.notification.api")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.notification.store..",
                        "dev.notification.stream..",
                        "dev.notification.api.spring",
                        "org.springframework..")
                .check(MAIN);
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching("dev.notification.stream.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
        slices().matching("dev.notification.store.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void timeIsInjectedAndNobodySleeps() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(ALL);
    }

    @Test
    void namesTellTheJob() {
        classes()
                .that()
                .resideInAPackage("dev.notification..")
                .should()
                .haveSimpleNameNotEndingWith("Impl")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Service")
                .check(MAIN);
    }
}
