package io.columnseal.kms.pkcs11;

import io.columnseal.KmsException;
import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.ProviderException;
import java.util.Arrays;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A session with a token: logged in, and the handles of its keys. Handles end with the login, whoever ends it, so a key is
 * looked up anew after a failure. Safe for use by many threads.
 */
final class Token {

    private final AuthProvider provider;
    private final char[] pin;
    private @Nullable KeyStore keys;
    private boolean pinRefused;
    private boolean closed;

    /** @param pin copied */
    Token(AuthProvider provider, char[] pin) {
        this.provider = provider;
        this.pin = pin.clone();
    }

    AuthProvider provider() {
        return provider;
    }

    /**
     * The handle of a key, logged in for if need be.
     *
     * @param kekId the KEK that errors name
     * @throws KmsException if there is no such key, the PIN is refused, or the token fails
     */
    synchronized Key key(String kekId, String label) {
        try {
            boolean wasOpen = keys != null;
            Key key = opened(kekId).getKey(label, null);
            if (key == null && wasOpen) {
                // A session that somebody logged out sees no private keys
                keys = null;
                key = opened(kekId).getKey(label, null);
            }
            if (key == null || !key.getAlgorithm().equals("AES")) {
                throw TokenErrors.missing(kekId);
            }
            return key;
        } catch (GeneralSecurityException | ProviderException e) {
            keys = null;
            throw TokenErrors.unavailable(kekId, e);
        }
    }

    /** Forgets all handles: the next key is looked up anew, and logged in for if somebody logged out. */
    synchronized void forget() {
        keys = null;
    }

    synchronized void close() {
        closed = true;
        keys = null;
        Arrays.fill(pin, '\0');
    }

    private KeyStore opened(String kekId) {
        KeyStore known = keys;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw TokenErrors.unavailable(kekId, new IllegalStateException("closed"));
        }
        if (pinRefused) {
            throw TokenErrors.pinRefused(kekId, null);
        }
        KeyStore loaded = load(kekId);
        keys = loaded;
        return loaded;
    }

    private KeyStore load(String kekId) {
        try {
            KeyStore loaded = KeyStore.getInstance("PKCS11", provider);
            loaded.load(null, pin);
            return loaded;
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            if (TokenErrors.isPinRefused(e)) {
                pinRefused = true;
                throw TokenErrors.pinRefused(kekId, e);
            }
            throw TokenErrors.unavailable(kekId, e);
        }
    }

    /**
     * Ends a login that somebody else in this process began: as long as one lasts, a token takes any PIN. Others log in
     * again by themselves.
     */
    synchronized void requireOwnLogin(String kekId) {
        try {
            provider.logout();
        } catch (LoginException | ProviderException e) {
            // Nobody was logged in, or the token is gone, which the login will tell
            keys = null;
        }
        opened(kekId);
    }
}
