package io.columnseal.cipher;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.internal.FieldLayout;
import io.columnseal.key.OutsideUses;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Predicate;

/** Seals values that no catalogue knows of, and has that remembered of their keys before it hands one out. */
public final class NotingFieldCipher implements FieldCipher {

    private final FieldCipher fields;
    private final OutsideUses uses;
    private final Predicate<String> outside;

    public NotingFieldCipher(FieldCipher fields, OutsideUses uses) {
        this(fields, uses, context -> true);
    }

    /** @param outside whether no catalogue knows of values of the context of this name */
    public NotingFieldCipher(FieldCipher fields, OutsideUses uses, Predicate<String> outside) {
        this.fields = fields;
        this.uses = uses;
        this.outside = outside;
    }

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        return noted(context, fields.encrypt(context, plaintext));
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
        sealed.forEach(this::noted);
        return sealed;
    }

    @Override
    public Map<FieldContext, byte[]> decryptAll(Map<FieldContext, byte[]> sealed) {
        return fields.decryptAll(sealed);
    }

    private byte[] noted(FieldContext context, byte[] sealed) {
        if (outside.test(context.name())) {
            uses.note(ByteBuffer.wrap(sealed).getLong(FieldLayout.KEY_ID_OFFSET));
        }
        return sealed;
    }
}
