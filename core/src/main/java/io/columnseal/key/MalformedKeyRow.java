package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreSchemaException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the key table that was edited so that it is none any more. Its key opens nothing and seals nothing until a backup
 * brings the row back. What is still to be read of it is as little to be believed as a {@link DataKeyRow} is.
 *
 * @param id as it stands there, with a question mark for what is neither a letter nor a digit
 * @param tenant empty if it cannot be read
 * @param usage null if it cannot be read
 * @param version as it stands there, 0 if it cannot be read
 * @param revision as it stands there, 0 if it cannot be read
 * @param active whether it holds the place of its tenant's active key, whatever its state
 */
public record MalformedKeyRow(
        String id, String tenant, @Nullable KeyUsage usage, int version, long revision, boolean active) {

    // Written out because NullAway does not see a compact constructor's nullable components
    public MalformedKeyRow(
            String id, String tenant, @Nullable KeyUsage usage, int version, long revision, boolean active) {
        this.id = id.replaceAll("[^0-9A-Za-z]", "?");
        this.tenant = tenant;
        this.usage = usage;
        this.version = version;
        this.revision = revision;
        this.active = active;
    }

    /** Whose row it was; empty if the id was edited as well. */
    public Optional<KeyId> keyId() {
        try {
            KeyId key = KeyId.parse(id);
            return key.toString().equals(id) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What whoever needs the key is told; without a cause, since messages quote what the row holds. */
    public ColumnSealException rejection() {
        return rejection("");
    }

    /** The same after something was done with all other rows. */
    ColumnSealException rejection(String done) {
        return keyId().<ColumnSealException>map(key -> new KeyRejectedException(
                        key,
                        "its row was edited and is malformed; restore it from a backup of the key table" + done,
                        null))
                .orElseGet(() -> new KeyStoreSchemaException(
                        "A row of data_encryption_keys has an id that is not 16 lower-case hexadecimal digits, " + id
                                + ", so it was edited; restore it from a backup of the key table" + done,
                        null));
    }
}
