package io.columnseal.kms.pkcs11;

import java.security.AuthProvider;
import java.security.Key;
import java.security.KeyStore;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handle of a key in the token, and the login that it is good for. */
final class TokenKey {

    /** How the JDK's text about a key says its length; there is no other way to ask. */
    private static final Pattern LENGTH = Pattern.compile("(\\d+) bits");

    /** Of a key in a token's key store the JDK says bytes where it means bits. */
    private static final Set<String> LENGTHS_OF_256_BITS = Set.of("32", "256");

    private final Key handle;
    private final AuthProvider provider;
    private final KeyStore login;

    TokenKey(Key handle, AuthProvider provider, KeyStore login) {
        this.handle = handle;
        this.provider = provider;
        this.login = login;
    }

    Key handle() {
        return handle;
    }

    AuthProvider provider() {
        return provider;
    }

    /** False if the token tells another length. */
    boolean isOf256Bits() {
        Matcher length = LENGTH.matcher(handle.toString());
        return !length.find() || LENGTHS_OF_256_BITS.contains(length.group(1));
    }

    boolean isOf(KeyStore other) {
        return login == other;
    }
}
