package io.columnseal.hibernate.internal;

import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.codec.ValueCodec;
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
 * @param index its blind index, or null
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
        @Nullable AttributeIndex index) {

    /** The context of its values for an owner. */
    public FieldContext fieldContext(String tenant) {
        return new FieldContext(tenant, context, purpose, null, paddingBytes);
    }

    /** The same under other names in messages and registrations. */
    public EncryptedAttribute renamed(String entity, String path) {
        return new EncryptedAttribute(entity, path, context, purpose, codec, storage, paddingBytes, shared, index);
    }
}
