package io.columnseal.benchmarks.field;

import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tutorials show: an attribute converter that asks for a cipher and for a random generator on every call and
 * stores Base64. It has one key per tenant, no associated data and no way to change a key.
 */
final class NaiveConverter implements Contestant {

    private final SecretKeySpec[] keys;

    NaiveConverter(int tenants) {
        byte[][] keyBytes = TestData.keys(tenants);
        keys = new SecretKeySpec[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            keys[tenant] = new SecretKeySpec(keyBytes[tenant], "AES");
        }
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) throws Exception {
        byte[] nonce = new byte[TestData.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, keys[tenant], new GCMParameterSpec(TestData.TAG_BYTES * Byte.SIZE, nonce));
        byte[] ciphertext = cipher.doFinal(plaintext);
        byte[] stored = new byte[nonce.length + ciphertext.length];
        System.arraycopy(nonce, 0, stored, 0, nonce.length);
        System.arraycopy(ciphertext, 0, stored, nonce.length, ciphertext.length);
        return Base64.getEncoder().encodeToString(stored);
    }

    @Override
    public byte[] open(int tenant, Object sealed) throws Exception {
        byte[] stored = Base64.getDecoder().decode((String) sealed);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                keys[tenant],
                new GCMParameterSpec(TestData.TAG_BYTES * Byte.SIZE, stored, 0, TestData.NONCE_BYTES));
        return cipher.doFinal(stored, TestData.NONCE_BYTES, stored.length - TestData.NONCE_BYTES);
    }
}
