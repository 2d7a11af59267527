package io.columnseal.kms.aws;

import io.columnseal.kms.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The encryption context as it is sent: stored keys depend on it. */
final class AwsContext {

    private static final String TENANT = "tenant";
    private static final String HASH_PREFIX = "sha256:";

    private final boolean tenantsHashed;

    AwsContext(boolean tenantsHashed) {
        this.tenantsHashed = tenantsHashed;
    }

    Map<String, String> of(EncryptionContext context) {
        if (!tenantsHashed) {
            return context.entries();
        }
        Map<String, String> sent = new TreeMap<>(context.entries());
        sent.computeIfPresent(TENANT, (key, tenant) -> HASH_PREFIX + sha256(tenant));
        return sent;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
