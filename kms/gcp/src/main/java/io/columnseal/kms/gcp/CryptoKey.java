package io.columnseal.kms.gcp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a key or one version of it: {@code projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/1}. */
final class CryptoKey {

    private static final String ID = "[A-Za-z0-9_.:-]+";
    private static final Pattern KEY =
            Pattern.compile("projects/" + ID + "/locations/" + ID + "/keyRings/" + ID + "/cryptoKeys/" + ID);
    private static final Pattern VERSION = Pattern.compile("(" + KEY + ")/cryptoKeyVersions/[1-9][0-9]{0,18}");

    private CryptoKey() {}

    /** Whether this is the name of a key, without a version. */
    static boolean isName(String text) {
        return KEY.matcher(text).matches();
    }

    /** The key of the version that this is the name of; empty if it is no such name. */
    static Optional<String> ofVersion(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches() ? Optional.of(version.group(1)) : Optional.empty();
    }
}
