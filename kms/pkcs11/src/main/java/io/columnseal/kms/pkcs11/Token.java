package io.columnseal.kms.pkcs11;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsException;
import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A token that is logged in to when one of its keys is first needed, and again after a failure: handles of keys end with
 * the login, whoever ends it, and the JDK never replaces a session that is lost. Safe for use by many threads: one of them
 * logs in, and those that wait meanwhile share its login or its failure.
 */
final class Token {

    static final String KEY_STORE = "PKCS11";

    /** Somebody else may log in right after a logout, which shows private keys; hardly each time. */
    private static final int LOGOUTS = 5;

    private final Supplier<AuthProvider> providers;
    private final char[] pin;
    private final String keyLabel;
    private @Nullable AuthProvider provider;
    private @Nullable KeyStore login;
    private boolean checked;
    private boolean pinProven;
    private boolean pinRefused;
    private boolean closed;
    private volatile @Nullable Exception latestFailure;

    /**
     * @param providers another one with each call, whose sessions end with its logout
     * @param pin copied
     * @param keyLabel the key that wraps new data keys
     */
    Token(Supplier<AuthProvider> providers, char[] pin, String keyLabel) {
        this.providers = providers;
        this.pin = pin.clone();
        this.keyLabel = keyLabel;
    }

    /**
     * The handle of a key, logged in for if need be.
     *
     * @param kekId the KEK that errors name
     * @throws KmsException if there is no such key, the PIN is refused, or the token fails
     * @throws ConfigurationException if the key for new data keys does not protect them
     */
    TokenKey key(String kekId, String label) {
        Exception before = latestFailure;
        synchronized (this) {
            Exception failure = latestFailure;
            if (failure != null && failure != before && login == null) {
                throw TokenErrors.unavailable(kekId, failure);
            }
            return found(kekId, label);
        }
    }

    /** After a failure: somebody may have logged out. What another thread has logged in since is kept. */
    synchronized void forget(TokenKey key) {
        if (login != null && key.isOf(login)) {
            login = null;
        }
    }

    /** After a failure that another login does not help against: the sessions are lost. */
    synchronized void replace(TokenKey key) {
        if (key.provider().equals(provider)) {
            end();
        }
    }

    synchronized void close() {
        closed = true;
        login = null;
        Arrays.fill(pin, '\0');
    }

    private TokenKey found(String kekId, String label) {
        while (true) {
            boolean fresh = provider == null;
            try {
                return handle(kekId, label);
            } catch (IOException | GeneralSecurityException | ProviderException e) {
                end();
                if (TokenErrors.isPinRefused(e)) {
                    pinRefused = true;
                    throw TokenErrors.pinRefused(kekId, e);
                }
                if (fresh) {
                    latestFailure = e;
                    throw TokenErrors.unavailable(kekId, e);
                }
            }
        }
    }

    private TokenKey handle(String kekId, String label) throws IOException, GeneralSecurityException {
        boolean wasLoggedIn = login != null;
        TokenKey key = lookedUp(loggedIn(kekId), label);
        if (key == null && wasLoggedIn) {
            // A session that somebody logged out sees no private keys
            login = null;
            key = lookedUp(loggedIn(kekId), label);
        }
        if (key == null) {
            throw TokenErrors.missing(kekId);
        }
        return key;
    }

    private KeyStore loggedIn(String kekId) throws IOException, GeneralSecurityException {
        KeyStore known = login;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw TokenErrors.unavailable(kekId, new IllegalStateException("closed"));
        }
        if (pinRefused) {
            throw TokenErrors.pinRefused(kekId, null);
        }
        AuthProvider used = provider == null ? providers.get() : provider;
        provider = used;
        KeyStore loaded = loaded(used);
        if (!checked) {
            checked = isProtecting(loaded);
            loaded = loaded(used);
        }
        login = loaded;
        return loaded;
    }

    private KeyStore loaded(AuthProvider used) throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance(KEY_STORE, used);
        loaded.load(null, pin);
        return loaded;
    }

    private @Nullable TokenKey lookedUp(KeyStore keys, String label) throws GeneralSecurityException {
        Key key = keys.getKey(label, null);
        AuthProvider used = provider;
        return key == null || used == null || !key.getAlgorithm().equals("AES") ? null : new TokenKey(key, used, keys);
    }

    /**
     * Whether the key for new data keys is there and protects them. Ends all logins of this process, where there is no key but
     * once: as long as one lasts, a token takes any PIN and shows private keys. Others log in again by themselves.
     *
     * @throws ConfigurationException if it does not
     */
    private boolean isProtecting(KeyStore keys) throws GeneralSecurityException {
        TokenKey key = lookedUp(keys, keyLabel);
        if (key != null && key.handle().getFormat() != null) {
            throw TokenErrors.unfit(
                    "can be read out of the token. Make one that is CKA_SENSITIVE and not CKA_EXTRACTABLE");
        }
        if (key != null && !key.isOf256Bits()) {
            throw TokenErrors.unfit("is not of 256 bits. Make one that is");
        }
        if (key == null && pinProven) {
            // A label that is not there must not log others out with each call
            return false;
        }
        for (int logout = 0; logout < LOGOUTS; logout++) {
            logOut(providers.get());
            pinProven = true;
            if (key == null || lookedUp(keys, keyLabel) == null) {
                return key != null;
            }
        }
        throw TokenErrors.unfit(
                "needs no PIN: every process that reaches the token uses it. Make one that is CKA_PRIVATE");
    }

    /** Closes its sessions as well. */
    private void end() {
        AuthProvider ended = provider;
        provider = null;
        login = null;
        if (ended != null) {
            logOut(ended);
        }
    }

    private static void logOut(AuthProvider provider) {
        try {
            provider.logout();
        } catch (LoginException | ProviderException e) {
            // Nobody was logged in, or the token is gone, which the next login will tell
        }
    }
}
