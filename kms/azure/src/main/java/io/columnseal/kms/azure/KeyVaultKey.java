package io.columnseal.kms.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a key, or one version of it: {@code https://VAULT/keys/NAME/VERSION}.
 *
 * @param vault scheme, host and port, in lower case
 * @param version null for whichever is the newest
 */
record KeyVaultKey(String vault, String name, @Nullable String version) {

    private static final Pattern FORM = Pattern.compile(
            "(https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)/keys/([A-Za-z0-9-]{1,127})(?:/([A-Za-z0-9]{1,64}))?/?");

    /** Empty if it is no such name. */
    static Optional<KeyVaultKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new KeyVaultKey(form.group(1).toLowerCase(Locale.ROOT), form.group(2), form.group(3)))
                : Optional.empty();
    }

    /** Whether a version is meant by this name: that version, or any of the key's if this one names none. */
    boolean means(KeyVaultKey other) {
        return other.version != null
                && vault.equals(other.vault)
                && name.equalsIgnoreCase(other.name)
                && (version == null || version.equals(other.version));
    }

    /** Whether the two are one version of one key. */
    boolean isSameVersionAs(KeyVaultKey other) {
        return version != null && means(other);
    }

    @Override
    public String toString() {
        return vault + "/keys/" + name + (version == null ? "" : "/" + version);
    }
}
