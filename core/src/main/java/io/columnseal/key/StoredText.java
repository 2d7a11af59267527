package io.columnseal.key;

import io.columnseal.TenantInvalidException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Refuses texts that the key tables could not give back exactly as they were. */
final class StoredText {

    static final int MAX_TENANT_BYTES = 255;
    static final int MAX_ACTOR_LENGTH = 255;
    static final int MAX_REASON_LENGTH = 1000;

    private static final int MALFORMED = -1;

    private StoredText() {}

    static void requireTenant(String tenant, KeyUsage usage) {
        String purpose = "a " + usage + " key";
        int bytes = utf8Length(tenant);
        if (tenant.isBlank()) {
            throw new TenantInvalidException(purpose, "is blank");
        }
        if (bytes == MALFORMED) {
            throw new TenantInvalidException(purpose, "is not well-formed Unicode: it has an unpaired surrogate");
        }
        if (bytes > MAX_TENANT_BYTES) {
            throw new TenantInvalidException(
                    purpose, "has " + bytes + " bytes of UTF-8; at most " + MAX_TENANT_BYTES + " can be stored");
        }
    }

    static void requireActor(String actor) {
        require("actor", actor, MAX_ACTOR_LENGTH);
    }

    static void requireReason(String reason) {
        require("reason", reason, MAX_REASON_LENGTH);
    }

    private static void require(String parameter, String value, int maxLength) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + " must not be blank: it is kept for the record");
        }
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(parameter + " must have at most " + maxLength + " characters");
        }
        if (utf8Length(value) == MALFORMED || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(parameter + " must not hold control characters or unpaired surrogates");
        }
    }

    private static int utf8Length(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(value))
                    .remaining();
        } catch (CharacterCodingException e) {
            return MALFORMED;
        }
    }
}
