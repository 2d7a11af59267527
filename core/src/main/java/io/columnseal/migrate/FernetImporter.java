package io.columnseal.migrate;

import io.columnseal.ImportException;
import io.columnseal.internal.crypto.FernetToken;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads Fernet tokens, as Python's {@code cryptography} makes them, in base64url. A token is authenticated; how old it is does
 * not matter. A token does not say which key it is under, so all are tried, as {@code MultiFernet} does. Safe for use by many
 * threads.
 */
public final class FernetImporter implements Importer {

    private final List<byte[]> keys = new ArrayList<>();
    private final InstantSource clock;

    private FernetImporter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param newest the key that new tokens are made with, as {@code Fernet.generate_key()} gives it: 32 bytes in base64url
     * @param former keys that older tokens are under
     * @throws IllegalArgumentException if one is no Fernet key
     */
    public static FernetImporter of(String newest, String... former) {
        FernetImporter importer = new FernetImporter(InstantSource.system());
        importer.keys.add(key(newest));
        for (String key : former) {
            importer.keys.add(key(key));
        }
        return importer;
    }

    private static byte[] key(String text) {
        byte[] key;
        try {
            key = Base64.getUrlDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != FernetToken.KEY_BYTES) {
            throw new IllegalArgumentException("a Fernet key is 32 bytes in base64url");
        }
        return key;
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(stored);
        } catch (IllegalArgumentException e) {
            throw new ImportException("it is no Fernet token", null);
        }
        for (byte[] key : keys) {
            Optional<byte[]> message = FernetToken.open(key, token);
            if (message.isPresent()) {
                return message.get();
            }
        }
        throw new ImportException("it is no Fernet token under any of these keys, or was altered", null);
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        byte[] token = FernetToken.seal(keys.get(0), value, clock.instant().getEpochSecond());
        return Base64.getUrlEncoder().encodeToString(token).getBytes(StandardCharsets.US_ASCII);
    }
}
