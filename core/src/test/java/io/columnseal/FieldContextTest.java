package io.columnseal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.internal.LengthPrefixed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldContextTest {

    /** All of these are "a?b", "a?" or "?" in UTF-8, so values could be moved between them. */
    @ParameterizedTest
    @ValueSource(strings = {"a\ud800b", "a\udc00b", "a\ud800", "\udc00\ud800", "\ud800\ud800\udc00"})
    void refusesTextsThatUtf8CannotTellApart(String text) {
        FieldContext context = FieldContext.of("clinic-1", "patient.ssn");

        assertThatThrownBy(() -> FieldContext.of("clinic-1", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> context.withPurpose(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> context.withRecordId(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LengthPrefixed.text(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTextsOfEveryPlane() {
        FieldContext context = FieldContext.of("clinic-1", "größe.\ud83d\ude00").withRecordId("\ud83d\ude00");

        assertThat(context.recordId()).isEqualTo("\ud83d\ude00");
    }
}
