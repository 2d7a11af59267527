package io.columnseal.internal.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES-256-GCM-SIV, RFC 8452, by Bouncy Castle, whose jar must be on the class path. */
public final class BouncyCastleAesGcmSiv extends AeadCipher {

    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    private final GCMSIVBlockCipher cipher = new GCMSIVBlockCipher();
    private final byte[] key;

    /** @param key 32 bytes, copied */
    public BouncyCastleAesGcmSiv(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public void seal(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData) {
        initialise(true, frame, nonceOffset, associatedData);
        byte[] output = new byte[frame.length - textOffset];
        cipher.processBytes(frame, textOffset, output.length - TAG_BYTES, output, 0);
        try {
            cipher.doFinal(output, 0);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-GCM-SIV failed to seal", e);
        }
        System.arraycopy(output, 0, frame, textOffset, output.length);
    }

    @Override
    public boolean open(byte[] frame, int nonceOffset, int textOffset, byte[] associatedData, byte[] text) {
        initialise(false, frame, nonceOffset, associatedData);
        cipher.processBytes(frame, textOffset, frame.length - textOffset, text, 0);
        try {
            cipher.doFinal(text, 0);
            return true;
        } catch (InvalidCipherTextException e) {
            Arrays.fill(text, 0, frame.length - textOffset - TAG_BYTES, (byte) 0);
            return false;
        }
    }

    @Override
    void wipe() {
        Arrays.fill(key, (byte) 0);
    }

    private void initialise(boolean seal, byte[] frame, int nonceOffset, byte[] associatedData) {
        byte[] nonce = Arrays.copyOfRange(frame, nonceOffset, nonceOffset + NONCE_BYTES);
        cipher.init(seal, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, associatedData));
    }
}
