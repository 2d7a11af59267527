package io.columnseal.migrate;

import io.columnseal.ImportException;
import io.columnseal.internal.JsonObject;
import io.columnseal.internal.JsonText;
import io.columnseal.internal.crypto.ForeignAesGcm;
import io.columnseal.internal.crypto.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in an envelope of JSON, as envelope encryption in Python and elsewhere stores them:
 *
 * <pre>{@code
 * {"ciphertext": "…", "nonce": "…", "key_id": "dek-7", "algorithm": "AES-256-GCM"}
 * }</pre>
 *
 * <p>Ciphertext, with the tag at its end, and nonce are in Base64 of either alphabet; the data key is the one that the envelope
 * names, and no other is tried. Other fields are not looked at, if they hold texts, natural numbers,
 * {@code true} and {@code false}, or arrays and objects of them; an envelope with {@code null} or a fraction is not read. Safe for use by many threads.
 */
public final class JsonEnvelopeImporter implements Importer {

    private static final String ALGORITHM = "AES-256-GCM";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private final Map<String, byte[]> keys;
    private final byte[] associatedData;
    private final @Nullable String sealingKey;

    private JsonEnvelopeImporter(Map<String, byte[]> keys, byte[] associatedData, @Nullable String sealingKey) {
        this.keys = keys;
        this.associatedData = associatedData;
        this.sealingKey = sealingKey;
    }

    /**
     * One that only reads.
     *
     * @param keys the data keys, unwrapped, by their ids: 32 bytes each, copied
     * @throws IllegalArgumentException if one has another length
     */
    public static JsonEnvelopeImporter of(Map<String, byte[]> keys) {
        Map<String, byte[]> copies = new HashMap<>();
        keys.forEach((id, key) -> {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("data key " + id + " must have " + KEY_BYTES + " bytes");
            }
            copies.put(id, key.clone());
        });
        return new JsonEnvelopeImporter(copies, new byte[0], null);
    }

    /** The same for values that are authenticated together with the name of their field, in UTF-8. */
    public JsonEnvelopeImporter fieldName(String name) {
        return new JsonEnvelopeImporter(keys, name.getBytes(StandardCharsets.UTF_8), sealingKey);
    }

    /**
     * The same, which also stores values, under this key.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public JsonEnvelopeImporter sealingWith(String keyId) {
        if (!keys.containsKey(keyId)) {
            throw new IllegalArgumentException("there is no data key " + keyId);
        }
        return new JsonEnvelopeImporter(keys, associatedData, keyId);
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        Envelope envelope = Envelope.of(stored);
        byte[] key = keys.get(envelope.keyId);
        if (key == null) {
            throw new ImportException("its envelope names a key that this importer was not given", null);
        }
        if (!ALGORITHM.equals(envelope.algorithm)) {
            throw new ImportException("its envelope names another algorithm than " + ALGORITHM, null);
        }
        return ForeignAesGcm.open(key, envelope.nonce, envelope.ciphertext, associatedData)
                .orElseThrow(() -> new ImportException("it is under another key, or was altered", null));
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        if (sealingKey == null) {
            return Importer.super.close(value, tenant);
        }
        byte[] key = Objects.requireNonNull(keys.get(sealingKey), "checked when it was set");
        byte[] nonce = RandomBytes.next(NONCE_BYTES);
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] ciphertext = ForeignAesGcm.seal(key, nonce, value, associatedData);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("ciphertext", base64.encodeToString(ciphertext));
        envelope.put("nonce", base64.encodeToString(nonce));
        envelope.put("key_id", sealingKey);
        envelope.put("algorithm", ALGORITHM);
        return JsonText.line(envelope).getBytes(StandardCharsets.UTF_8);
    }

    /** What an envelope holds. No record, so that it never prints. */
    private static final class Envelope {

        private final byte[] ciphertext;
        private final byte[] nonce;
        private final String keyId;
        private final String algorithm;

        private Envelope(JsonObject json) {
            this.ciphertext = ForeignBase64.decode(json.text("ciphertext").getBytes(StandardCharsets.UTF_8));
            this.nonce = ForeignBase64.decode(json.text("nonce").getBytes(StandardCharsets.UTF_8));
            this.keyId = json.text("key_id");
            this.algorithm = json.text("algorithm");
            if (nonce.length != NONCE_BYTES) {
                throw new ImportException("its nonce has not " + NONCE_BYTES + " bytes", null);
            }
        }

        private static Envelope of(byte[] stored) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(stored))
                        .toString();
                return new Envelope(JsonObject.parse(plainer(text)));
            } catch (CharacterCodingException | IllegalArgumentException e) {
                throw new ImportException(
                        "it is no envelope of JSON with ciphertext, nonce, key_id and algorithm", null);
            }
        }

        /** What other writers of JSON do to Base64 and between fields, and ours does not. */
        private static String plainer(String text) {
            return text.replace("\\/", "/").replace('\t', ' ').replace('\r', ' ');
        }
    }
}
