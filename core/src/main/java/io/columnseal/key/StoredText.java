package io.columnseal.key;

import io.columnseal.TenantInvalidException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refuses texts that the key tables could not give back exactly as they were. */
final class StoredText {

    static final int MAX_TENANT_BYTES = 255;
    static final int MAX_ACTOR_LENGTH = 255;
    static final int MAX_REASON_LENGTH = 1000;

    private static final int MALFORMED = -1;
    private static final int REPLACEMENT = '\uFFFD';

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

    /** A text that may be missing, refused like those that may not. */
    static void requireIfThere(String parameter, @Nullable String value, int maxLength) {
        if (value != null) {
            require(parameter, value, maxLength);
        }
    }

    /** Whether a tenant's id would come back as it was. */
    static boolean isStorableTenant(String tenant) {
        int bytes = utf8Length(tenant);
        return bytes != MALFORMED && bytes <= MAX_TENANT_BYTES;
    }

    /** A tenant's id as it is, or what can be stored of the id of one that can have no key. */
    static String cleanedTenant(String tenant) {
        if (isStorableTenant(tenant)) {
            return tenant;
        }
        StringBuilder cleaned = new StringBuilder();
        int bytes = 0;
        for (int character : tenant.codePoints().toArray()) {
            int stored = isSurrogate(character) ? REPLACEMENT : character;
            bytes += utf8Length(Character.toString(stored));
            if (bytes > MAX_TENANT_BYTES) {
                break;
            }
            cleaned.appendCodePoint(stored);
        }
        return cleaned.toString();
    }

    /** What can be stored of a text: shortened, with a mark in place of each character that cannot. Null if blank. */
    static @Nullable String cleaned(@Nullable String value, int maxLength) {
        if (value == null || value.isBlank()) {
            return null;
        }
        StringBuilder cleaned = new StringBuilder();
        for (int character : value.strip().codePoints().toArray()) {
            int stored = breaksLines(character) || isSurrogate(character) ? REPLACEMENT : character;
            if (cleaned.length() + Character.charCount(stored) > maxLength) {
                break;
            }
            cleaned.appendCodePoint(stored);
        }
        return cleaned.toString();
    }

    private static void require(String parameter, String value, int maxLength) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(parameter + " must not be blank: it is kept for the record");
        }
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(parameter + " must have at most " + maxLength + " characters");
        }
        if (utf8Length(value) == MALFORMED || value.codePoints().anyMatch(StoredText::breaksLines)) {
            throw new IllegalArgumentException(parameter + " must not hold control characters or unpaired surrogates");
        }
    }

    /** A line that is broken inside a text could be taken for another entry of a log. */
    private static boolean breaksLines(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isSurrogate(int character) {
        return Character.getType(character) == Character.SURROGATE;
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
