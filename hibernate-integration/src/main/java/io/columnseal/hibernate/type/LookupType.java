package io.columnseal.hibernate.type;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import java.io.ObjectStreamException;
import org.hibernate.cache.MutableCacheKeyBuilder;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.AbstractSingleColumnStandardBasicType;
import org.hibernate.type.ConvertedBasicType;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/**
 * The Hibernate type of an attribute that stands for the part of an encrypted one in a named blind index: it can be looked
 * up, but holds no value. Safe for use by many threads.
 *
 * @param <J> the part's type
 */
public final class LookupType<J> extends AbstractSingleColumnStandardBasicType<J>
        implements ConvertedBasicType<J>, SealedType {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient EncryptedAttribute attribute;
    private final transient LookupConverter<J> converter;
    private final transient LookupJavaType columnType;
    private final transient CacheKeyForm cacheKeyForm;
    private final transient IndexValues indexValues;
    private final transient ValueBinder<Object> binder;
    private final transient ValueExtractor<Object> extractor;

    LookupType(
            String name,
            EncryptedAttribute attribute,
            AttributeJavaType<J> attributeType,
            LookupJavaType columnType,
            CacheKeyForm cacheKeyForm,
            IndexValues indexValues,
            JdbcType jdbcType,
            JdbcType queriedAs) {
        super(new QueriedJdbcType(jdbcType, queriedAs), attributeType);
        this.name = name;
        this.attribute = attribute;
        this.converter = new LookupConverter<>(attributeType, columnType);
        this.columnType = columnType;
        this.cacheKeyForm = cacheKeyForm;
        this.indexValues = indexValues;
        this.binder = jdbcType.getBinder(columnType);
        this.extractor = jdbcType.getExtractor(columnType);
    }

    /** The one that stands for the part, not the one it is taken from. */
    @Override
    public EncryptedAttribute attribute() {
        return attribute;
    }

    /** Makes the index values of what it is compared with. */
    public IndexValues indexValues() {
        return indexValues;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public BasicValueConverter<J, ?> getValueConverter() {
        return converter;
    }

    @Override
    public JavaType<?> getJdbcJavaType() {
        return columnType;
    }

    /** Binds nothing but null. */
    @Override
    @SuppressWarnings("unchecked")
    public ValueBinder<J> getJdbcValueBinder() {
        return (ValueBinder<J>) binder;
    }

    /** Reads nothing but null. */
    @Override
    @SuppressWarnings("unchecked")
    public ValueExtractor<J> getJdbcValueExtractor() {
        return (ValueExtractor<J>) extractor;
    }

    /** None: a literal would stand in the statement in plaintext. */
    @Override
    public @Nullable JdbcLiteralFormatter<J> getJdbcLiteralFormatter() {
        return null;
    }

    @Override
    public void addToCacheKey(
            MutableCacheKeyBuilder cacheKey, @Nullable Object value, SharedSessionContractImplementor session) {
        @SuppressWarnings("unchecked")
        String form = cacheKeyForm.of(converter.toRelationalValue((J) value));
        cacheKey.addValue(form);
        cacheKey.addHashCode(form == null ? 0 : form.hashCode());
    }

    @Override
    public String toString() {
        return name;
    }

    /** Nothing of ours may lie in a cache, as of {@link EncryptedType}. */
    private @Nullable Object writeReplace() throws ObjectStreamException {
        return null;
    }
}
