package io.columnseal.test.kms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the signature of requests, AWS Signature Version 4, as the service does: over method, path, signed headers and
 * the hash of the body.
 */
final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            ALGORITHM + " Credential=([^/]+)/(\\d{8})/([^/]+)/kms/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?"
                    + "Signature=([0-9a-f]{64})");

    private final String accessKeyId;
    private final String secretAccessKey;

    SignatureV4(String accessKeyId, String secretAccessKey) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    /** Whether whoever sent the request holds the secret access key, and meant this region. */
    boolean verifies(Request request, String region) {
        String authorization = request.header("Authorization");
        String date = request.header("X-Amz-Date");
        if (authorization == null || date == null) {
            return false;
        }
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()
                || !parts.group(1).equals(accessKeyId)
                || !parts.group(3).equals(region)
                || !parts.group(4).contains("x-amz-target")) {
            return false;
        }
        String scope = parts.group(2) + "/" + region + "/kms/aws4_request";
        String toSign = ALGORITHM + "\n" + date + "\n" + scope + "\n" + hash(canonical(request, parts.group(4)));
        byte[] key =
                hmac(hmac(hmac(hmac(utf8("AWS4" + secretAccessKey), parts.group(2)), region), "kms"), "aws4_request");
        return MessageDigest.isEqual(hmac(key, toSign), HexFormat.of().parseHex(parts.group(5)));
    }

    private static byte[] canonical(Request request, String signedHeaders) {
        Map<String, String> headers = request.headers().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(",", header.getValue()).strip()));
        String canonicalHeaders = Arrays.stream(signedHeaders.split(";"))
                .map(name -> name + ":" + headers.getOrDefault(name, "") + "\n")
                .collect(Collectors.joining());
        return utf8(request.method() + "\n" + request.path() + "\n\n" + canonicalHeaders + "\n" + signedHeaders + "\n"
                + hash(request.body()));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
