package io.columnseal.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgpImporterTest {

    @Test
    void saysWhichLibraryIsMissingWhenItIsSetUp() throws IOException, ReflectiveOperationException {
        try (URLClassLoader withoutBouncyCastle = classPathWithoutBouncyCastle()) {
            Class<?> importer = withoutBouncyCastle.loadClass(PgpImporter.class.getName());

            Throwable error =
                    catchThrowable(() -> importer.getMethod("of", char[].class).invoke(null, "s3cret".toCharArray()));

            assertThat(error).isInstanceOf(InvocationTargetException.class);
            assertThat(error.getCause().getClass().getName()).isEqualTo(ConfigurationException.class.getName());
            assertThat(error.getCause()).hasMessageContaining("bcpg-jdk18on");
        }
    }

    private static URLClassLoader classPathWithoutBouncyCastle() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("bcpg")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
