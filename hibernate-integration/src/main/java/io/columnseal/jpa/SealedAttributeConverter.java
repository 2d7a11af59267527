package io.columnseal.jpa;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.FieldContext;
import jakarta.persistence.AttributeConverter;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Base of a converter that seals one attribute into a binary column ({@code varbinary}, {@code bytea}, {@code blob}).
 * The limits of this way are in the description of the package: caches and logs of the provider hold plaintext, and
 * there is no search.
 *
 * <pre>{@code
 * @Converter
 * public class SsnConverter extends SealedAttributeConverter<String> implements AttributeConverter<String, byte[]> {
 *     public SsnConverter() {
 *         super(Clinic::columnSeal, String.class, "patient.ssn");
 *     }
 * }
 * }</pre>
 *
 * <p>Name {@code AttributeConverter} again in the subclass, as above: EclipseLink looks for the types there only.
 *
 * <p>A column needs 38 bytes more than the value's encoding, and as many as its padding adds. Null stays null. Values
 * are sealed for the tenant that the {@link io.columnseal.TenantResolver} names, else the one of the {@link
 * io.columnseal.TenantScope}; without a resolver for the default tenant. Where there is a resolver but no tenant,
 * values of every tenant are read and none are written.
 *
 * <p>Both methods throw a {@link ColumnSealException}; providers pass it on or wrap it. Safe for use by many threads, if
 * the supplier is.
 *
 * @param <T> the attribute's type
 */
public abstract class SealedAttributeConverter<T> implements AttributeConverter<T, byte[]> {

    private final SealedAttribute<T> attribute;

    /**
     * @param seal asked with every value, so it may be one that is built after the converter; always the same instance
     * @param type the attribute's type
     * @param context stable name that values are sealed for, usually {@code table.column}; must never change, and must
     *     not be used by another column
     */
    protected SealedAttributeConverter(Supplier<? extends ColumnSeal> seal, Class<T> type, String context) {
        this(seal, type, FieldContext.ofAnyTenant(context));
    }

    /**
     * @param seal asked with every value, so it may be one that is built after the converter; always the same instance
     * @param type the attribute's type, such as {@code Map<String, Visit>}
     * @param context what values are sealed for. Without a tenant, the current one; with one, all values belong to it.
     *     Without padding, as much as the type has by default. Never with a record id
     */
    protected SealedAttributeConverter(Supplier<? extends ColumnSeal> seal, Type type, FieldContext context) {
        this.attribute = new SealedAttribute<>(seal, type, context);
    }

    /** Seals the value for the current tenant. */
    @Override
    public final byte @Nullable [] convertToDatabaseColumn(@Nullable T value) {
        return value == null ? null : attribute.seal(value);
    }

    /** Opens a sealed value, of the current tenant's only if there is one. */
    @Override
    public final @Nullable T convertToEntityAttribute(byte @Nullable [] sealed) {
        return sealed == null ? null : attribute.open(sealed);
    }
}
