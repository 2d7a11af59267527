package io.columnseal.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.PropertyConfiguration;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules of a KMS as other releases have them, beside this core. */
class KmsModuleTest {

    private static final String CLASS = "package io.columnseal.kms.gcp; final class GcpKmsProvider ";
    private static final String INTERFACE = "package io.columnseal.kms.internal; public interface KmsProvider ";

    @TempDir
    Path folder;

    @Test
    void isOfAnotherVersionWithoutTheMethodThatIsCalled() throws Exception {
        assertThatItIsOfAnotherVersion("{}", CLASS + "implements io.columnseal.kms.internal.KmsProvider {}");
    }

    @Test
    void isOfAnotherVersionIfItCallsWhatIsNotThere() throws Exception {
        assertThatItIsOfAnotherVersion(
                "{ io.columnseal.kms.Kms open(io.columnseal.internal.Settings settings);"
                        + " static void former() {} }",
                CLASS + "implements io.columnseal.kms.internal.KmsProvider {"
                        + " public io.columnseal.kms.Kms open(io.columnseal.internal.Settings settings) {"
                        + " io.columnseal.kms.internal.KmsProvider.former(); return null; } }");
    }

    @Test
    void isOfAnotherVersionIfItIsMadeInAnotherWay() throws Exception {
        assertThatItIsOfAnotherVersion("{}", CLASS + "{}");
        assertThatItIsOfAnotherVersion(
                "{ io.columnseal.kms.Kms open(io.columnseal.internal.Settings settings); }",
                CLASS + "implements io.columnseal.kms.internal.KmsProvider { GcpKmsProvider(String name) {}"
                        + " public io.columnseal.kms.Kms open(io.columnseal.internal.Settings settings) { return null; } }");
    }

    private void assertThatItIsOfAnotherVersion(String contract, String provider) throws Exception {
        compile(INTERFACE + contract, provider);
        try (URLClassLoader loader = besideThisCore()) {
            Object configuration = loader.loadClass(PropertyConfiguration.class.getName())
                    .getMethod("of", Map.class)
                    .invoke(null, Map.of("columnseal.kms.type", "gcp"));
            Throwable thrown = null;
            try {
                configuration.getClass().getMethod("kms").invoke(configuration);
            } catch (InvocationTargetException e) {
                thrown = e.getCause();
            }

            assertThat(thrown)
                    .hasMessageStartingWith("columnseal.kms.type: ")
                    .hasMessageContaining("of another version")
                    .hasMessageContaining("io.columnseal:columnseal-kms-gcp");
        }
    }

    /** The contract that the provider is compiled against is not kept: this core has its own. */
    private void compile(String contract, String provider) throws IOException {
        Path sources = Files.createTempDirectory(folder, "sources");
        Path classes = folder.resolve("classes");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        Files.createDirectories(classes).toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Files.writeString(sources.resolve("KmsProvider.java"), contract)
                                .toString(),
                        Files.writeString(sources.resolve("GcpKmsProvider.java"), provider)
                                .toString());
        assertThat(result).isZero();
        Files.delete(classes.resolve("io/columnseal/kms/internal/KmsProvider.class"));
    }

    private URLClassLoader besideThisCore() throws IOException {
        CodeSource core = PropertyConfiguration.class.getProtectionDomain().getCodeSource();
        List<URL> urls =
                List.of(core.getLocation(), folder.resolve("classes").toUri().toURL());
        return new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader()) {

            /** Its own classes of this library, which look for the module where they come from themselves. */
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    if (loaded != null) {
                        return loaded;
                    }
                    return name.startsWith("io.columnseal.") ? findClass(name) : super.loadClass(name, resolve);
                }
            }
        };
    }
}
