package io.columnseal.cipher;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.internal.FieldLayout;
import io.columnseal.key.OutsideUses;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Seals values that no catalogue, or perhaps none, knows of, and has that remembered of their keys before it hands one out.
 */
public final class NotingFieldCipher implements FieldCipher {

    private final FieldCipher fields;
    private final OutsideUses uses;
    private final BooleanSupplier outside;

    public NotingFieldCipher(FieldCipher fields, OutsideUses uses) {
        this(fields, uses, () -> true);
    }

    /** @param outside whether no catalogue knows of the values, asked before each is handed out */
    public NotingFieldCipher(FieldCipher fields, OutsideUses uses, BooleanSupplier outside) {
        this.fields = fields;
        this.uses = uses;
        this.outside = outside;
    }

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        return noted(fields.encrypt(context, plaintext));
    }

    @Override
    public byte[] decrypt(FieldContext context, byte[] sealed) {
        return fields.decrypt(context, sealed);
    }

    @Override
    public byte[] fromText(FieldContext context, String text) {
        return fields.fromText(context, text);
    }

    @Override
    public Map<FieldContext, byte[]> encryptAll(Map<FieldContext, byte[]> plaintexts) {
        Map<FieldContext, byte[]> sealed = fields.encryptAll(plaintexts);
        sealed.values().forEach(this::noted);
        return sealed;
    }

    @Override
    public Map<FieldContext, byte[]> decryptAll(Map<FieldContext, byte[]> sealed) {
        return fields.decryptAll(sealed);
    }

    private byte[] noted(byte[] sealed) {
        if (outside.getAsBoolean()) {
            uses.note(ByteBuffer.wrap(sealed).getLong(FieldLayout.KEY_ID_OFFSET));
        }
        return sealed;
    }
}
