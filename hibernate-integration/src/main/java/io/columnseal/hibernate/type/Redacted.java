package io.columnseal.hibernate.type;

import org.jspecify.annotations.Nullable;

/** What logs and messages show in place of an encrypted attribute's value. */
final class Redacted {

    static final String TEXT = "<encrypted>";

    private Redacted() {}

    static String text(@Nullable Object value) {
        return value == null ? "null" : TEXT;
    }
}
