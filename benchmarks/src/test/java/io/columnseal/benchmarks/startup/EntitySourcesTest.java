package io.columnseal.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntitySourcesTest {

    @Test
    void encryptsSixtyAttributesOfTheEncryptedVariantOnly() {
        assertThat(encryptedAttributes(Variant.encrypted)).isEqualTo(60);
        assertThat(encryptedAttributes(Variant.plain)).isZero();
        assertThat(encryptedAttributes(Variant.absent)).isZero();
    }

    private static long encryptedAttributes(Variant variant) {
        return IntStream.range(0, EntitySources.classNames().size())
                .filter(number -> EntitySources.source(number, variant).contains("Encrypted"))
                .count();
    }
}
