package io.columnseal;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.columnseal.cipher.Suite;
import io.columnseal.index.IndexContext;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the folders promise: where dependencies may point, where raw crypto may be, and that nothing is shared by accident. */
class ArchitectureTest {
    private static final String ROOT = "io.columnseal";
    private static final String CRYPTO = ROOT + ".internal.crypto";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void needsNothingButTheJdkAndItsFewLibraries() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "java..",
                        "javax.crypto..",
                        "javax.security.auth..",
                        "javax.sql..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.github.benmanes.caffeine..",
                        "com.zaxxer.hikari..",
                        "org.h2.api..",
                        "org.bouncycastle..",
                        "org.crac..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..")
                .because("Hibernate, Spring and the cloud SDKs have modules of their own")
                .check(CORE);
    }

    @ParameterizedTest
    @CsvSource({
        "com.zaxxer.hikari.., io.columnseal.key..",
        "org.bouncycastle.., io.columnseal.internal.crypto..",
        "org.crac.., io.columnseal.internal",
        "org.h2.., io.columnseal.internal.jdbc",
        "tools.jackson.., io.columnseal.codec..|io.columnseal.catalogue.."
    })
    void optionalLibrariesAreUsedInOnePlace(String library, String users) {
        noClasses()
                .that()
                .resideOutsideOfPackages(users.split("\\|"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("the rest must load without it")
                .check(CORE);
    }

    @Test
    void rawCryptoIsInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CRYPTO)
                .should()
                .dependOnClassesThat(resideInAPackage("javax.crypto..")
                        .or(type(SecureRandom.class))
                        .or(type(KeyFactory.class))
                        .or(type(Signature.class)))
                .orShould()
                .callMethod(MessageDigest.class, "getInstance", String.class)
                .because("few and short files are reviewed more easily than all of them")
                .check(CORE);
    }

    @Test
    void randomNumbersAreCryptographic() {
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(Random.class, long.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CORE);
    }

    /** The data path, one arrow a line: what a package may use of ours, besides the root's exceptions and values. */
    @ParameterizedTest
    @CsvSource({
        "internal,        nothing",
        "internal.crypto, internal",
        "internal.jdbc,   internal",
        "codec,           internal",
        "kms,             internal|internal.crypto",
        "kms.internal,    internal|kms",
        "catalogue,       internal|internal.jdbc",
        "key,             internal|internal.crypto|internal.jdbc|catalogue|cipher|index|kms",
        "cipher,          internal|internal.crypto|key|kms",
        "file,            internal|internal.crypto|cipher|key",
        "index,           internal|internal.crypto|codec|key",
        "migrate,         internal|internal.crypto|cipher|codec",
        "reencrypt,       internal|internal.jdbc|catalogue|cipher|index|key|migrate",
        "audit,           internal|key",
        "backup,          internal|internal.crypto|catalogue|cipher|key|kms",
        "health,          audit|key|kms",
        "leakage,         catalogue"
    })
    void packagesPointDownTheDataPath(String folder, String below) {
        String itself = ROOT + "." + folder;
        String[] allowed = Stream.concat(
                        Stream.of(ROOT, itself),
                        Arrays.stream(below.split("\\|")).map(name -> ROOT + "." + name))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(itself)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void keysKnowOnlyTheSuiteOfTheCiphersAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".key")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".cipher").and(not(type(Suite.class))))
                .check(CORE);
    }

    @Test
    void keysKnowOnlyTheContextOfTheIndexesAboveThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".key")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".index").and(not(type(IndexContext.class))))
                .check(CORE);
    }

    @Test
    void nothingBelowKnowsTheFacade() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat(type(ColumnSeal.class).or(type(ColumnSealBuilder.class)))
                .check(CORE);
    }

    @Test
    void nothingIsNamedAfterNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Handler)")
                .because("a class that has a purpose can be named after it")
                .check(CORE);
    }

    @Test
    void staticStateIsConstant() {
        fields().that().areStatic().should().beFinal().check(CORE);
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(AtomicBoolean.class)
                        .or(assignableTo(AtomicInteger.class))
                        .or(assignableTo(AtomicLong.class))
                        .or(assignableTo(AtomicReference.class))
                        .or(assignableTo(com.github.benmanes.caffeine.cache.Cache.class)))
                .because("two instances with different keys live in one JVM")
                .check(CORE);
    }

    @Test
    void collaboratorsAreGivenNotLookedUp() {
        noMethods().should().haveName("getInstance").check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat(type(ServiceLoader.class))
                .because("a jar on the class path could answer")
                .check(CORE);
    }

    @Test
    void threadsOwnNothing() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(TenantScope.class)
                .should()
                .dependOnClassesThat(assignableTo(ThreadLocal.class))
                .because("virtual threads are many; only a scope is bound to its thread")
                .check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CORE)
                .extracting(JavaClass::getPackage)
                .allSatisfy(folder -> assertThat(folder.isAnnotatedWith(NullMarked.class))
                        .as(folder.getName())
                        .isTrue());
    }
}
