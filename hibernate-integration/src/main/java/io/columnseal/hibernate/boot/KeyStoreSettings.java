package io.columnseal.hibernate.boot;

import io.columnseal.key.FileDataKeyStore;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where the key tables are unless the settings say so: in the application's own database, on connections of their own.
 */
final class KeyStoreSettings {

    private static final String URL = "columnseal.key-store.url";

    private KeyStoreSettings() {}

    static void complete(Map<String, Object> settings) {
        Object url = first(settings, JdbcSettings.JAKARTA_JDBC_URL, JdbcSettings.URL);
        boolean isConfigured = settings.keySet().stream().anyMatch(name -> name.startsWith("columnseal.kms."));
        if (url == null
                || settings.containsKey(URL)
                || settings.containsKey(FileDataKeyStore.SETTING)
                || !isConfigured) {
            return;
        }
        settings.put(URL, url);
        copy(settings, "columnseal.key-store.username", JdbcSettings.JAKARTA_JDBC_USER, JdbcSettings.USER);
        copy(settings, "columnseal.key-store.password", JdbcSettings.JAKARTA_JDBC_PASSWORD, JdbcSettings.PASS);
    }

    private static void copy(Map<String, Object> settings, String to, String... from) {
        Object value = first(settings, from);
        if (value != null) {
            settings.putIfAbsent(to, value);
        }
    }

    private static @Nullable Object first(Map<String, Object> settings, String... names) {
        for (String name : names) {
            Object value = settings.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
