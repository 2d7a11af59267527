package io.columnseal.hibernate.internal;

import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.codec.ValueCodec;
import io.columnseal.index.PrefixForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed about an encrypted attribute once its mapping is bound; where its column ends up is the runtime mapping
 * model's to tell.
 *
 * @param entity name of the entity, or role of the collection for an element
 * @param path dotted path of the attribute inside it
 * @param context stable name that values are sealed for
 * @param purpose purpose of the derived key
 * @param codec turns its values into bytes
 * @param storage how values lie in the column
 * @param paddingBytes block that values are padded to, 1 for none
 * @param shared whether values belong to the default tenant in every session
 * @param indexes its blind indexes, in the order they are annotated
 * @param lookupOnly whether it is no attribute of its own but stands for the part of another one in its only index, to be
 *     compared with and nothing else
 */
public record EncryptedAttribute(
        String entity,
        String path,
        String context,
        String purpose,
        ValueCodec<?> codec,
        Storage storage,
        int paddingBytes,
        boolean shared,
        List<AttributeIndex> indexes,
        boolean lookupOnly) {

    public EncryptedAttribute {
        indexes = List.copyOf(indexes);
    }

    /** The index that finds it by {@code =}, or null. */
    public @Nullable AttributeIndex index() {
        return indexes.stream()
                .filter(index -> lookupOnly || index.name().isEmpty() && !index.isNext())
                .findFirst()
                .orElse(null);
    }

    /** Whether no two values of a tenant may be equal. */
    public boolean isUnique() {
        return indexes.stream().anyMatch(AttributeIndex::isNext);
    }

    /** The index that finds it by how it begins, or null. */
    public @Nullable AttributeIndex prefixIndex() {
        return indexes.stream()
                .filter(index -> index.form() instanceof PrefixForm)
                .findFirst()
                .orElse(null);
    }

    /** The attribute that stands for the part of this one in a named index. */
    public EncryptedAttribute lookedUpBy(AttributeIndex index, AttributeIndex.Part part) {
        return new EncryptedAttribute(
                entity,
                part.attribute(),
                context,
                purpose,
                part.codec(),
                storage,
                paddingBytes,
                shared,
                List.of(index),
                true);
    }

    /** The context of its values for an owner. */
    public FieldContext fieldContext(String tenant) {
        return new FieldContext(tenant, context, purpose, null, paddingBytes);
    }

    /** The same under other names in messages and registrations. */
    public EncryptedAttribute renamed(String entity, String path) {
        return new EncryptedAttribute(
                entity, path, context, purpose, codec, storage, paddingBytes, shared, indexes, lookupOnly);
    }
}
