package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.columnseal.ConfigurationException;
import io.columnseal.cipher.Suite;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteCiphersTest {

    @ParameterizedTest
    @EnumSource
    void hasACipherForEverySuite(Suite suite) {
        assertThatCode(() -> SuiteCiphers.requireAvailable(suite)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichLibraryIsMissing() throws Exception {
        try (URLClassLoader withoutBouncyCastle = classPathWithoutBouncyCastle()) {
            Throwable error = requireAvailable(withoutBouncyCastle, Suite.AES_256_GCM_SIV);

            assertThat(error).isNotNull();
            assertThat(error.getClass().getName()).isEqualTo(ConfigurationException.class.getName());
            assertThat(error).hasMessageContaining("bcprov-jdk18on");
            assertThat(requireAvailable(withoutBouncyCastle, Suite.AES_256_GCM)).isNull();
        }
    }

    private static Throwable requireAvailable(ClassLoader classes, Suite suite) throws Exception {
        Class<?> suites = classes.loadClass(Suite.class.getName());
        Method require = classes.loadClass(SuiteCiphers.class.getName()).getDeclaredMethod("requireAvailable", suites);
        require.setAccessible(true);
        try {
            require.invoke(null, suites.getEnumConstants()[suite.ordinal()]);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static URLClassLoader classPathWithoutBouncyCastle() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("bcprov")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
