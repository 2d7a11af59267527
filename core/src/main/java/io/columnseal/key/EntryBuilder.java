package io.columnseal.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link AccessLog.Entry}. What comes from a KMS, a caller's context or an error is shortened and cleaned until
 * the log can hold it, since nothing may fail for want of a record; actor and reason are refused instead, because they
 * are the record. Not for many threads.
 */
public final class EntryBuilder {

    static final int MAX_TEXT = 255;
    static final int MAX_KEK_ID = 512;
    static final int MAX_ERROR = 64;

    private final String operation;
    private final Instant time;
    private final String actor;
    private boolean success = true;
    private int occurrences = 1;
    private @Nullable String origin;
    private @Nullable KeyId keyId;
    private @Nullable Integer keyVersion;
    private @Nullable KeyId previousKeyId;
    private @Nullable Integer previousVersion;
    private @Nullable String kekId;
    private @Nullable String previousKekId;
    private @Nullable String tenant;
    private @Nullable String context;
    private @Nullable String reason;
    private @Nullable String backup;
    private @Nullable String error;

    EntryBuilder(String operation, Instant time, String actor) {
        this.operation = operation;
        this.time = time;
        this.actor = actor;
    }

    /** A failure of this kind: the type of the error, never its message. */
    public EntryBuilder failed(Throwable cause) {
        Class<?> type = cause.getClass();
        // An anonymous class has no name of its own
        return failed(type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName());
    }

    /** A failure of this kind. */
    public EntryBuilder failed(String kind) {
        this.success = false;
        this.error = StoredText.cleaned(kind, MAX_ERROR);
        return this;
    }

    public EntryBuilder occurrences(int times) {
        this.occurrences = times;
        return this;
    }

    /** Where it happened, if that is not this process. */
    public EntryBuilder origin(String where) {
        this.origin = StoredText.cleaned(where, MAX_TEXT);
        return this;
    }

    /** Id, version and tenant of the data key. */
    public EntryBuilder key(KeyIdentity key) {
        return key(key.id()).version(key.version()).tenant(key.tenant());
    }

    /** The data key by its id alone. */
    public EntryBuilder key(@Nullable KeyId key) {
        this.keyId = key;
        return this;
    }

    public EntryBuilder version(int version) {
        this.keyVersion = version;
        return this;
    }

    /** The data key that was replaced. */
    public EntryBuilder previous(KeyIdentity previous) {
        this.previousKeyId = previous.id();
        this.previousVersion = previous.version();
        return this;
    }

    public EntryBuilder kek(String kek) {
        this.kekId = StoredText.cleaned(kek, MAX_KEK_ID);
        return this;
    }

    public EntryBuilder previousKek(String kek) {
        this.previousKekId = StoredText.cleaned(kek, MAX_KEK_ID);
        return this;
    }

    public EntryBuilder tenant(@Nullable String id) {
        this.tenant = id == null || id.isEmpty() ? null : StoredText.cleanedTenant(id);
        return this;
    }

    public EntryBuilder context(@Nullable String column) {
        this.context = StoredText.cleaned(column, MAX_TEXT);
        return this;
    }

    /** Why, in the words of whoever asked. */
    public EntryBuilder reason(String why) {
        this.reason = why;
        return this;
    }

    public EntryBuilder backup(String name) {
        this.backup = StoredText.cleaned(name, MAX_TEXT);
        return this;
    }

    /** @throws IllegalArgumentException if operation, actor or reason cannot be stored */
    public AccessLog.Entry build() {
        return new AccessLog.Entry(
                time,
                operation,
                success,
                occurrences,
                actor,
                origin,
                keyId,
                keyVersion,
                previousKeyId,
                previousVersion,
                kekId,
                previousKekId,
                tenant,
                context,
                reason,
                backup,
                error);
    }
}
