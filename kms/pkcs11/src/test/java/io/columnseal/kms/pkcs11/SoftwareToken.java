package io.columnseal.kms.pkcs11;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.AlgorithmParameters;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

/** What the JDK shows of a token, with one AES key in the memory of this process, and breaks when it is told to. */
final class SoftwareToken extends AuthProvider {

    private static final long serialVersionUID = 1L;
    private static final int KEY_BYTES = 32;

    private final String label;
    private final transient SecretKey key;
    private transient Key handle;
    private boolean loggedIn;
    private int logins;
    private int logouts;
    private int wrongTags;

    SoftwareToken(String label) {
        super("SoftwareToken", "1", "for tests");
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.label = label;
        this.key = new SecretKeySpec(bytes, "AES");
        this.handle = new Handle();
        putService(new SpiService("KeyStore", "PKCS11"));
        putService(new SpiService("Cipher", "AES/GCM/NoPadding"));
    }

    /** So many of the next operations, as the JDK reports CKR_GENERAL_ERROR of a decryption. */
    void reportAsAWrongTag(int operations) {
        wrongTags = operations;
    }

    void recover() {
        wrongTags = 0;
    }

    /** As after a logout: what was looked up before is worth nothing. */
    void forgetHandles() {
        handle = new Handle();
    }

    int logins() {
        return logins;
    }

    int logouts() {
        return logouts;
    }

    @Override
    public void login(Subject subject, CallbackHandler handler) {
        logins++;
    }

    @Override
    public void logout() {
        logouts++;
        loggedIn = false;
        forgetHandles();
    }

    @Override
    public void setCallbackHandler(CallbackHandler handler) {
        // The PIN comes with the key store
    }

    /** Names a key of this token, as long as nobody logs out. */
    private static final class Handle implements SecretKey {

        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private final class SpiService extends Service {

        SpiService(String type, String algorithm) {
            super(SoftwareToken.this, type, algorithm, "in this class", null, null);
        }

        @Override
        public Object newInstance(Object parameter) {
            return getType().equals("Cipher") ? new TokenCipherSpi() : new TokenKeys();
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return true;
        }
    }

    private final class TokenCipherSpi extends CipherSpi {

        private final Cipher cipher;

        TokenCipherSpi() {
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        @Override
        protected void engineInit(int mode, Key given, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException {
            if (given != handle) {
                throw new InvalidKeyException("CKR_KEY_HANDLE_INVALID");
            }
            try {
                cipher.init(mode, key, parameters);
            } catch (GeneralSecurityException e) {
                throw new InvalidKeyException(e);
            }
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length)
                throws BadPaddingException, IllegalBlockSizeException {
            if (wrongTags > 0) {
                wrongTags--;
                throw new AEADBadTagException("CKR_GENERAL_ERROR");
            }
            return cipher.doFinal(input, offset, length);
        }

        @Override
        protected void engineUpdateAAD(byte[] data, int offset, int length) {
            cipher.updateAAD(data, offset, length);
        }

        @Override
        protected void engineInit(int mode, Key given, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int mode, Key given, AlgorithmParameters parameters, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetMode(String mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetPadding(String padding) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineGetBlockSize() {
            return cipher.getBlockSize();
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return cipher.getOutputSize(length);
        }

        @Override
        protected byte[] engineGetIV() {
            return cipher.getIV();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return cipher.getParameters();
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            throw new UnsupportedOperationException();
        }
    }

    private final class TokenKeys extends KeyStoreSpi {

        private Key loaded;

        @Override
        public void engineLoad(InputStream stream, char[] pin) {
            logins++;
            loggedIn = true;
            loaded = handle;
        }

        @Override
        public Key engineGetKey(String alias, char[] password) {
            return loggedIn && alias.equals(label) ? loaded : null;
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return alias.equals(label);
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return alias.equals(label);
        }

        @Override
        public int engineSize() {
            return 1;
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(Collections.singleton(label));
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return null;
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return null;
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key entry, char[] password, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] entry, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {
            throw new UnsupportedOperationException();
        }
    }
}
