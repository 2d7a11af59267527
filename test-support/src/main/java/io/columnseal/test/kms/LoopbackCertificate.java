package io.columnseal.test.kms;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * A certificate of the loopback address that is signed by its own key, RFC 5280, in DER: the JDK reads certificates, but
 * has no API that makes one.
 */
final class LoopbackCertificate {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private static final byte[] ECDSA_WITH_SHA_256 = hex("06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");

    private static final int SHORT_LENGTHS = 0x80;
    private static final long DAY_SECONDS = 86_400;

    private LoopbackCertificate() {}

    /** @param pair of the curve P-256 */
    static byte[] of(KeyPair pair) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, ECDSA_WITH_SHA_256);
        byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, text("localhost")))));
        byte[] signed = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new byte[] {1}),
                algorithm,
                name,
                der(SEQUENCE, time(-DAY_SECONDS), time(DAY_SECONDS)),
                name,
                pair.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, der(OCTET_STRING, names())))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        return der(SEQUENCE, signed, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] names() {
        return der(SEQUENCE, der(DNS_NAME, text("localhost")), der(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
    }

    private static byte[] time(long secondsFromNow) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
        return der(GENERALIZED_TIME, text(format.format(Instant.now().plusSeconds(secondsFromNow))));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        int length = content.size();
        if (length < SHORT_LENGTHS) {
            der.write(length);
        } else {
            // In as few bytes as possible; nothing here needs more than two
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int leadingZero = bytes[0] == 0 ? 1 : 0;
            der.write(SHORT_LENGTHS | bytes.length - leadingZero);
            der.write(bytes, leadingZero, bytes.length - leadingZero);
        }
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
