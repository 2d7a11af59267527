package io.columnseal.hibernate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.LoggedLines;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HibernateVersionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"5.6.15.Final", "6.5.3.Final", "7.0.10.Final", "7.1.35.Final", "8.0.0.Beta1", "8.1.0.Final"})
    void refusesVersionsWhoseGuardWasNeverTested(String text) {
        assertThatThrownBy(() -> HibernateVersion.parse(text).requireTested())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not tested with Hibernate " + text.substring(0, 3))
                .hasMessageContaining("Use Hibernate 6.6, 7.2, 7.3 or 7.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.6.53.Final",
                "6.6.0.Final",
                "7.2.12.Final",
                "7.2.0.Final",
                "7.3.0.Final",
                "7.4.1.Final",
                "7.4.9.Final",
                "7.5.0.Final"
            })
    void acceptsTestedLinesAndNewerMinorVersions(String text) {
        assertThatCode(() -> HibernateVersion.parse(text).requireTested()).doesNotThrowAnyException();
    }

    @Test
    void knowsWhatRuns() {
        assertThat(HibernateVersion.parse(Version.getVersionString())).isNotNull();
    }

    /** Profile compat names it, and puts it on the class path in place of another. */
    @Test
    void theVersionThatRunsIsTheOneThatIsToBeTested() {
        String meant = System.getProperty("compat.hibernate", Version.getVersionString());
        assertThat(Version.getVersionString()).isEqualTo(meant);
    }

    /** With the classes of the version that runs, of which one says that it is Hibernate 8. */
    @Test
    void aFactoryWithEncryptedAttributesDoesNotStartOnAVersionThatIsRefused(@TempDir Path classes) throws Exception {
        Path version = Files.writeString(
                classes.resolve("Version.java"),
                "package org.hibernate; public final class Version { public static void logVersion() {}"
                        + " public static String getVersionString() { return \"8.0.0.Final\"; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), version.toString()))
                .isZero();

        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(classes), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Runnable start = (Runnable) loader.loadClass(Start.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThatThrownBy(start::run).rootCause().hasMessageContaining("not tested with Hibernate 8.0.0");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath(Path first) throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(first.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Loaded with the other version in front of the class path. */
    public static final class Start implements Runnable {

        @Override
        public void run() {
            TestFactory.of(Secret.class).build().close();
        }
    }

    @Entity
    static class Secret {
        @Id
        long id;

        @Encrypted String text;
    }

    @Test
    void warnsOfAVersionThatIsNotSaid() {
        try (LoggedLines lines = LoggedLines.of(HibernateVersion.class)) {
            HibernateVersion.requireTested("[WORKING]");
            assertThat(lines.messages())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("[WORKING]", "Implementation-Version"));

            HibernateVersion.requireTested("7.4.1.Final");
            assertThat(lines.messages()).hasSize(1);
        }
    }
}
