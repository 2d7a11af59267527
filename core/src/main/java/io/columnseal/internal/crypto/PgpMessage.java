package io.columnseal.internal.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * OpenPGP messages under a password, RFC 4880, with a modification detection code, by Bouncy Castle's {@code bcpg}, whose jar
 * must be on the class path. Other software's format, to be read; what is sealed by this one is not sealed so.
 */
public final class PgpMessage {

    /** Compressed data may claim to be anything. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int TAG_SESSION_KEY = 3;
    private static final int VERSION_4 = 4;

    private PgpMessage() {}

    /** @throws NoClassDefFoundError if {@code bcpg} is not on the class path */
    public static void requireAvailable() {
        new BcPGPDigestCalculatorProvider();
    }

    /**
     * Opens a message. What it holds is not looked at before its modification detection code was verified; one that has none
     * does not open.
     *
     * @return the message, or empty if these are not the bytes or not the password of one, or it is longer than 64 MiB
     */
    public static Optional<byte[]> open(char[] password, byte[] sealed) {
        if (!isUnderPassword(sealed)) {
            return Optional.empty();
        }
        try {
            Object first = new BcPGPObjectFactory(sealed).nextObject();
            if (!(first instanceof PGPEncryptedDataList list)
                    || list.size() != 1
                    || !(list.get(0) instanceof PGPPBEEncryptedData data)
                    || !data.isIntegrityProtected()) {
                return Optional.empty();
            }
            byte[] clear;
            try (InputStream stream =
                    data.getDataStream(new BcPBEDataDecryptorFactory(password, new BcPGPDigestCalculatorProvider()))) {
                clear = stream.readNBytes(sealed.length);
                if (stream.read() >= 0 || !data.verify()) {
                    return Optional.empty();
                }
            }
            return literal(new BcPGPObjectFactory(clear).nextObject());
        } catch (IOException | PGPException | RuntimeException e) {
            // On hostile bytes it throws all kinds of exceptions
            return Optional.empty();
        }
    }

    /**
     * Whether it begins as messages under a password do, whose key is derived as RFC 4880 says: later ways let the bytes say how
     * much memory to take.
     */
    private static boolean isUnderPassword(byte[] sealed) {
        if (sealed.length < 5) {
            return false;
        }
        boolean current = (sealed[0] & 0xC0) == 0xC0;
        boolean former = (sealed[0] & 0xC3) == 0x80;
        int tag = current ? sealed[0] & 0x3F : (sealed[0] & 0x3C) >> 2;
        int derivation = sealed[4];
        return (current || former)
                && tag == TAG_SESSION_KEY
                && sealed[1] > 0
                && sealed[2] == VERSION_4
                && (derivation == S2K.SIMPLE || derivation == S2K.SALTED || derivation == S2K.SALTED_AND_ITERATED);
    }

    private static Optional<byte[]> literal(Object message) throws IOException, PGPException {
        Object content = message;
        if (message instanceof PGPCompressedData compressed) {
            content = new BcPGPObjectFactory(compressed.getDataStream()).nextObject();
        }
        if (!(content instanceof PGPLiteralData literal)) {
            return Optional.empty();
        }
        InputStream stream = literal.getInputStream();
        byte[] bytes = stream.readNBytes(MAX_BYTES);
        return stream.read() < 0 ? Optional.of(bytes) : Optional.empty();
    }

    /** {@code pgp_sym_decrypt} refuses binary data, {@code pgp_sym_decrypt_bytea} takes texts. */
    private static char format(byte[] message) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return PGPLiteralData.UTF8;
        } catch (CharacterCodingException e) {
            return PGPLiteralData.BINARY;
        }
    }

    /** Makes a message, of text if it is UTF-8. */
    public static byte[] seal(char[] password, byte[] message) {
        try {
            ByteArrayOutputStream literal = new ByteArrayOutputStream();
            try (OutputStream stream =
                    new PGPLiteralDataGenerator().open(literal, format(message), "", message.length, new Date(0))) {
                stream.write(message);
            }
            PGPEncryptedDataGenerator generator =
                    new PGPEncryptedDataGenerator(new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                            .setWithIntegrityPacket(true)
                            .setSecureRandom(new SecureRandom()));
            generator.addMethod(new BcPBEKeyEncryptionMethodGenerator(
                    password, new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256)));
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            try (OutputStream stream = generator.open(sealed, literal.size())) {
                literal.writeTo(stream);
            }
            return sealed.toByteArray();
        } catch (IOException | PGPException e) {
            throw new IllegalStateException("OpenPGP failed to seal", e);
        }
    }
}
