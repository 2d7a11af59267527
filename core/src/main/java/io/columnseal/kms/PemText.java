package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one section of a PEM text, RFC 7468. */
final class PemText {

    private PemText() {}

    /**
     * The bytes of the only section.
     *
     * @param label what stands in its first line, for example {@code PUBLIC KEY}
     * @throws ConfigurationException if there is none, or another one
     */
    static byte[] decode(String setting, String label, String pem) {
        Pattern section =
                Pattern.compile("\\s*-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----\\s*");
        Matcher text = section.matcher(pem);
        if (!text.matches()) {
            throw malformed(setting, label);
        }
        try {
            return Base64.getMimeDecoder().decode(text.group(1));
        } catch (IllegalArgumentException e) {
            // Not chained: the decoder's message quotes the text
            throw malformed(setting, label);
        }
    }

    private static ConfigurationException malformed(String setting, String label) {
        return new ConfigurationException(
                setting, "must be one PEM section that begins with -----BEGIN " + label + "-----");
    }
}
