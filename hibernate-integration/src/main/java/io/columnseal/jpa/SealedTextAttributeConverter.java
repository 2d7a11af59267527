package io.columnseal.jpa;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.cipher.SealedValue;
import jakarta.persistence.AttributeConverter;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Base of a converter that seals one attribute into a text column, as base64url without padding: for an existing {@code
 * varchar} that is to stay one. Give the column a binary collation ({@code ascii_bin}, {@code C}). It needs 4 characters
 * for each 3 bytes of the sealed value. In all else like {@link SealedAttributeConverter}.
 *
 * @param <T> the attribute's type
 */
public abstract class SealedTextAttributeConverter<T> implements AttributeConverter<T, String> {

    private final SealedAttribute<T> attribute;

    /**
     * @param seal asked with every value, so it may be one that is built after the converter; always the same instance
     * @param type the attribute's type
     * @param context stable name that values are sealed for, usually {@code table.column}; must never change, and must
     *     not be used by another column
     */
    protected SealedTextAttributeConverter(Supplier<? extends ColumnSeal> seal, Class<T> type, String context) {
        this(seal, type, FieldContext.ofAnyTenant(context));
    }

    /**
     * @param seal asked with every value, so it may be one that is built after the converter; always the same instance
     * @param type the attribute's type, such as {@code Map<String, Visit>}
     * @param context what values are sealed for. Without a tenant, the current one; with one, all values belong to it.
     *     Without padding, as much as the type has by default. Never with a record id
     */
    protected SealedTextAttributeConverter(Supplier<? extends ColumnSeal> seal, Type type, FieldContext context) {
        this.attribute = new SealedAttribute<>(seal, type, context);
    }

    /** Seals the value for the current tenant. */
    @Override
    public final @Nullable String convertToDatabaseColumn(@Nullable T value) {
        return value == null ? null : SealedValue.toText(attribute.seal(value));
    }

    /** Opens a sealed value, of the current tenant's only if there is one. */
    @Override
    public final @Nullable T convertToEntityAttribute(@Nullable String sealed) {
        return sealed == null ? null : attribute.open(sealed);
    }
}
