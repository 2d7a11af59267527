package io.columnseal.benchmarks.field;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The limit: the JDK's cipher, initialised with its key long before, fed with what ColumnSeal feeds it and nothing
 * else. It has no header, finds no key, checks nothing, is bound to one thread, and writes into an array as long as
 * ColumnSeal's.
 */
final class BareCipher implements Contestant {

    private static final int OVERHEAD_BYTES = TestData.HEADER_BYTES + TestData.NONCE_BYTES + 1 + TestData.TAG_BYTES;
    private static final int BODY_OFFSET = TestData.HEADER_BYTES + TestData.NONCE_BYTES;

    private final byte[][] associatedData;
    private final SecretKeySpec[] keys;
    private final Cipher[] ciphers;
    private final BufferedNonces nonces = new BufferedNonces();

    BareCipher(int tenants) throws Exception {
        associatedData = TestData.associatedDataOf(tenants);
        keys = new SecretKeySpec[tenants];
        ciphers = new Cipher[tenants];
        byte[][] keyBytes = TestData.keys(tenants);
        for (int tenant = 0; tenant < tenants; tenant++) {
            keys[tenant] = new SecretKeySpec(keyBytes[tenant], "AES");
            ciphers[tenant] = Cipher.getInstance("AES/GCM/NoPadding");
        }
    }

    @Override
    public Contestant forThread() throws Exception {
        return new BareCipher(keys.length);
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) throws Exception {
        byte[] sealed = new byte[plaintext.length + OVERHEAD_BYTES];
        nonces.next(sealed, TestData.HEADER_BYTES);
        Cipher cipher = ciphers[tenant];
        cipher.init(Cipher.ENCRYPT_MODE, keys[tenant], nonceIn(sealed));
        cipher.updateAAD(associatedData[tenant]);
        cipher.doFinal(plaintext, 0, plaintext.length, sealed, BODY_OFFSET);
        return sealed;
    }

    @Override
    public byte[] open(int tenant, Object stored) throws Exception {
        byte[] sealed = (byte[]) stored;
        Cipher cipher = ciphers[tenant];
        cipher.init(Cipher.DECRYPT_MODE, keys[tenant], nonceIn(sealed));
        cipher.updateAAD(associatedData[tenant]);
        byte[] plaintext = new byte[sealed.length - OVERHEAD_BYTES];
        // One byte shorter than the array: the place of the padding byte stays unused
        cipher.doFinal(sealed, BODY_OFFSET, sealed.length - BODY_OFFSET - 1, plaintext, 0);
        return plaintext;
    }

    private static GCMParameterSpec nonceIn(byte[] sealed) {
        return new GCMParameterSpec(
                TestData.TAG_BYTES * Byte.SIZE, sealed, TestData.HEADER_BYTES, TestData.NONCE_BYTES);
    }
}
