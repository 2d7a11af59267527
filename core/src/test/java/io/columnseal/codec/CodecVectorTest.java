package io.columnseal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The encodings are frozen: stored records depend on every byte of {@code vectors.md}. */
class CodecVectorTest {

    /** A row {@code | type | value | codec | hex |}. */
    record Vector(String type, String value, String codec, String hex) {

        static Vector parse(String row) {
            String[] cells = row.split("\\|", -1);
            return new Vector(
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells[4].strip().replace("`", ""));
        }

        byte[] encoded() {
            return HexFormat.of().parseHex(hex);
        }

        Object sample() {
            return SampleValues.sample(type, value);
        }

        Type javaType() {
            return SampleValues.javaType(type);
        }

        @Override
        public String toString() {
            return type + " " + value;
        }
    }

    static Stream<Vector> vectors() {
        return table().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Java type"))
                .map(Vector::parse);
    }

    static String table() {
        try (InputStream in = CodecVectorTest.class.getResourceAsStream("vectors.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodesToTheFrozenBytes(Vector vector) {
        ValueCodec<Object> codec = CodecTestSupport.codecOf(vector.javaType());
        assertThat(codec.name()).isEqualTo(vector.codec());
        assertThat(HexFormat.of().formatHex(codec.encode(vector.sample()))).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodesTheFrozenBytes(Vector vector) {
        ValueCodec<Object> codec = CodecTestSupport.codecOf(vector.javaType());
        byte[] encoded = vector.encoded();
        Object decoded = codec.decode(encoded);
        assertThat(codec.sameValue(decoded, vector.sample())).isTrue();
        assertThat(decoded).isInstanceOf(codec.type());
        assertThat(encoded).as("the input stays as it was").isEqualTo(vector.encoded());
    }

    @Test
    void theGuideShowsTheSameVectors() throws IOException {
        assertThat(Path.of("..", "docs", "guides", "value-types.md"))
                .content(StandardCharsets.UTF_8)
                .endsWith(table());
    }

    @Test
    void everyStandardCodecHasAVector() {
        Set<Class<?>> missing = new HashSet<>();
        StandardCodecs.all().forEach(codec -> missing.add(codec.type()));
        vectors().forEach(vector -> missing.remove(vector.javaType()));
        assertThat(missing).isEmpty();
    }
}
