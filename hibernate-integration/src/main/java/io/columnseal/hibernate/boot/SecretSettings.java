package io.columnseal.hibernate.boot;

import io.columnseal.PropertyConfiguration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps key material out of Hibernate's logs. Hibernate prints the settings of a session factory at DEBUG and hands them
 * to anyone who asks the factory; so the secret ones are wrapped into objects that do not print.
 */
final class SecretSettings {

    private SecretSettings() {}

    static void hide(Map<String, Object> settings) {
        for (String name : PropertyConfiguration.secretNames()) {
            settings.computeIfPresent(name, (secret, value) -> value instanceof Hidden ? value : new Hidden(value));
        }
    }

    static Map<String, Object> reveal(Map<String, Object> settings) {
        Map<String, Object> revealed = new HashMap<>(settings);
        revealed.replaceAll((name, value) -> value instanceof Hidden hidden ? hidden.value : value);
        return revealed;
    }

    /** No record, so that the value does not print. */
    private static final class Hidden {

        private final Object value;

        private Hidden(Object value) {
            this.value = value;
        }

        @Override
        public String toString() {
            return "****";
        }
    }
}
