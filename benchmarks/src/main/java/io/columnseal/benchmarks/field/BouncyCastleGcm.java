package io.columnseal.benchmarks.field;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Bouncy Castle's own AES-GCM through its lightweight API: a cipher per tenant and thread, the same buffered nonces and
 * associated data as the bare cipher.
 */
final class BouncyCastleGcm implements Contestant {

    private final KeyParameter[] keys;
    private final GCMModeCipher[] ciphers;
    private final byte[][] associatedData;
    private final BufferedNonces nonces = new BufferedNonces();

    BouncyCastleGcm(int tenants) throws Exception {
        associatedData = TestData.associatedDataOf(tenants);
        byte[][] keyBytes = TestData.keys(tenants);
        keys = new KeyParameter[tenants];
        ciphers = new GCMModeCipher[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            keys[tenant] = new KeyParameter(keyBytes[tenant]);
            ciphers[tenant] = GCMBlockCipher.newInstance(AESEngine.newInstance());
        }
    }

    @Override
    public Contestant forThread() throws Exception {
        return new BouncyCastleGcm(keys.length);
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) throws Exception {
        byte[] nonce = new byte[TestData.NONCE_BYTES];
        nonces.next(nonce, 0);
        byte[] sealed = new byte[nonce.length + plaintext.length + TestData.TAG_BYTES];
        System.arraycopy(nonce, 0, sealed, 0, nonce.length);
        GCMModeCipher cipher = ciphers[tenant];
        cipher.init(true, parameters(tenant, nonce));
        int written = cipher.processBytes(plaintext, 0, plaintext.length, sealed, nonce.length);
        cipher.doFinal(sealed, nonce.length + written);
        return sealed;
    }

    @Override
    public byte[] open(int tenant, Object stored) throws Exception {
        byte[] sealed = (byte[]) stored;
        byte[] nonce = new byte[TestData.NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, nonce.length);
        byte[] plaintext = new byte[sealed.length - nonce.length - TestData.TAG_BYTES];
        GCMModeCipher cipher = ciphers[tenant];
        cipher.init(false, parameters(tenant, nonce));
        int written = cipher.processBytes(sealed, nonce.length, sealed.length - nonce.length, plaintext, 0);
        cipher.doFinal(plaintext, written);
        return plaintext;
    }

    private AEADParameters parameters(int tenant, byte[] nonce) {
        return new AEADParameters(keys[tenant], TestData.TAG_BYTES * Byte.SIZE, nonce, associatedData[tenant]);
    }
}
