package dev.duet.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;

import org.jspecify.annotations.NullMarked;

import java.util.Arrays;
import java.util.stream.Stream;

/// The folders are the architecture; this holds their arrows.
@AnalyzeClasses(packages = "dev.duet", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule schemasUsesNothingOfOurs =
            module("schemas")
                    .because("schemas is values only: move what needs more to the stage it serves");

    @ArchTest
    static final ArchRule captureUsesSchemas =
            module("capture", "schemas")
                    .because("stages meet in schemas: put the type that both need there");

    @ArchTest
    static final ArchRule mappingUsesSchemas =
            module("mapping", "schemas")
                    .because("stages meet in schemas: put the type that both need there");

    @ArchTest
    static final ArchRule applyUsesSchemasAndMapping =
            module("apply", "schemas", "mapping")
                    .because(
                            "apply never asks capture: have deploy pass it in, or put the type in"
                                    + " schemas");

    @ArchTest
    static final ArchRule deployUsesTheStages =
            module("deploy", "schemas", "capture", "mapping", "apply")
                    .because("test databases and benchmarks are no part of the program");

    @ArchTest static final ArchRule schemasKeepsItsMachinery = internal("schemas");

    @ArchTest static final ArchRule captureKeepsItsMachinery = internal("capture");

    @ArchTest static final ArchRule mappingKeepsItsMachinery = internal("mapping");

    @ArchTest static final ArchRule applyKeepsItsMachinery = internal("apply");

    @ArchTest
    static final ArchRule postgresDoesNotKnowMySql =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duet..postgres..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("dev.duet..mysql..", "com.mysql.."))
                    .allowEmptyShould(true)
                    .because(
                            "a difference lives in one folder per database: lift what both share"
                                    + " into the package above them");

    @ArchTest
    static final ArchRule mySqlDoesNotKnowPostgres =
            noClasses()
                    .that()
                    .resideInAPackage("dev.duet..mysql..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("dev.duet..postgres..", "org.postgresql.."))
                    .allowEmptyShould(true)
                    .because(
                            "a difference lives in one folder per database: lift what both share"
                                    + " into the package above them");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes()
                    .that()
                    .resideInAPackage("dev.duet..")
                    .should(resideInANullMarkedPackage())
                    .because(
                            "NullAway looks only there: add a package-info.java of 2-6 lines with"
                                    + " @NullMarked");

    @ArchTest
    static final ArchRule namesSayARole =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Common)")
                    .because(
                            "such a name fits everything: say what it does, or put the methods"
                                    + " beside their user");

    /// Holds `module` to itself, the `others` and other people's libraries.
    private static ClassesShouldConjunction module(String module, String... others) {
        String[] allowed =
                Stream.concat(Stream.of(module), Arrays.stream(others))
                        .map(ArchitectureTest::inModule)
                        .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(inModule(module))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed).or(not(resideInAPackage("dev.duet.."))));
    }

    private static ArchRule internal(String module) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(inModule(module))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.duet." + module + "..internal..")
                .because(
                        "what is under internal may change any day: use the module's door above it,"
                                + " or widen that door");
    }

    private static String inModule(String module) {
        return "dev.duet." + module + "..";
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type, type.getName() + " resides in one without"));
                }
            }
        };
    }
}
