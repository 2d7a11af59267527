package io.columnseal.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.columnseal.FieldContext;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.TestKeyRing;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values that other implementations sealed or forged by the description of the format, one file each: every release
 * opens them, or refuses them with the error they name. Files are added with a release and never changed.
 */
class GoldenCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/io/columnseal/corpus");

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".properties"))
                    .sorted()
                    .map(CORPUS::relativize)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void opensOrRefusesAsTheCaseSays(Path file) throws IOException {
        Properties golden = new Properties();
        try (Reader reader = Files.newBufferedReader(CORPUS.resolve(file))) {
            golden.load(reader);
        }
        try (TestKeyRing test = ring(golden)) {
            KeyRingFieldCipher cipher = new KeyRingFieldCipher(test.ring(), event -> {});
            String rejection = golden.getProperty("rejects");
            Optional<byte[]> sealed = sealed(golden);
            if ("text".equals(rejection)) {
                assertThat(sealed).isEmpty();
            } else if (rejection == null) {
                assertThat(cipher.decrypt(context(golden), sealed.orElseThrow()))
                        .isEqualTo(HexFormat.of().parseHex(golden.getProperty("value")));
            } else {
                assertThatThrownBy(() -> cipher.decrypt(context(golden), sealed.orElseThrow()))
                        .satisfies(error ->
                                assertThat(error.getClass().getSimpleName()).isEqualTo(rejection));
            }
        }
    }

    @Test
    void hasCasesOfBothKinds() throws IOException {
        assertThat(cases()).filteredOn(file -> name(file).startsWith("opens-")).hasSizeGreaterThanOrEqualTo(14);
        assertThat(cases())
                .filteredOn(file -> name(file).startsWith("rejects-"))
                .hasSizeGreaterThanOrEqualTo(31);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Keys as id, tenant, usage, suite and data key. */
    private static TestKeyRing ring(Properties golden) {
        TestKeyRing test = new TestKeyRing();
        for (int i = 0; golden.containsKey("key." + i); i++) {
            String[] key = golden.getProperty("key." + i).split(" ");
            test.add(
                    HexFormat.fromHexDigitsToLong(key[0]),
                    key[1],
                    KeyUsage.valueOf(key[2]),
                    Suite.ofId(HexFormat.of().parseHex(key[3])[0]).orElseThrow(),
                    KeyState.ACTIVE,
                    HexFormat.of().parseHex(key[4]));
        }
        return test;
    }

    private static FieldContext context(Properties golden) {
        return new FieldContext(
                golden.getProperty("tenant"),
                golden.getProperty("context"),
                golden.getProperty("purpose"),
                golden.getProperty("recordId"),
                Integer.parseInt(golden.getProperty("padding", "1")));
    }

    private static Optional<byte[]> sealed(Properties golden) {
        if (golden.containsKey("text")) {
            return SealedValue.fromText(golden.getProperty("text"));
        }
        if (!golden.containsKey("sealed")) {
            fail("neither sealed nor text");
        }
        return Optional.of(HexFormat.of().parseHex(golden.getProperty("sealed")));
    }
}
