package io.columnseal.hibernate.type;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.SealedType;
import io.columnseal.index.PrefixForm;
import java.io.ObjectStreamException;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.cache.MutableCacheKeyBuilder;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.AbstractSingleColumnStandardBasicType;
import org.hibernate.type.ConvertedBasicType;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcLiteralFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The Hibernate type of one encrypted attribute. Domain value and relational value meet in {@link ColumnConverter},
 * which has no session; relational value and column in {@link ColumnJavaType}, which has. The dialect's own JDBC type
 * does the rest. Safe for use by many threads.
 *
 * @param <J> the attribute's type
 */
public final class EncryptedType<J> extends AbstractSingleColumnStandardBasicType<J>
        implements ConvertedBasicType<J>, SealedType {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient EncryptedAttribute attribute;
    private final transient ColumnConverter<J> converter;
    private final transient ColumnJavaType columnType;
    private final transient CacheKeyForm cacheKeyForm;
    private final transient List<IndexValues> indexes;
    private final transient NativeColumn nativeColumn;
    private final transient @Nullable MixedColumn mixed;
    private final transient ValueBinder<Object> binder;
    private final transient ValueExtractor<Object> extractor;

    EncryptedType(
            String name,
            EncryptedAttribute attribute,
            AttributeJavaType<J> attributeType,
            ColumnConverter<J> converter,
            ColumnJavaType columnType,
            CacheKeyForm cacheKeyForm,
            List<IndexValues> indexes,
            NativeColumn nativeColumn,
            @Nullable MixedColumn mixed,
            org.hibernate.type.descriptor.jdbc.JdbcType jdbcType,
            org.hibernate.type.descriptor.jdbc.JdbcType queriedAs) {
        super(new QueriedJdbcType(jdbcType, queriedAs), attributeType);
        this.name = name;
        this.attribute = attribute;
        this.converter = converter;
        this.columnType = columnType;
        this.cacheKeyForm = cacheKeyForm;
        this.indexes = List.copyOf(indexes);
        this.nativeColumn = nativeColumn;
        this.mixed = mixed;
        this.binder = jdbcType.getBinder(columnType);
        this.extractor = jdbcType.getExtractor(columnType);
    }

    @Override
    public EncryptedAttribute attribute() {
        return attribute;
    }

    /** Make the values of the attribute's blind indexes. */
    public List<IndexValues> indexes() {
        return indexes;
    }

    /** Makes those of the one that {@code =} uses; null if it has none. */
    public @Nullable IndexValues indexValues() {
        return indexes.stream()
                .filter(values ->
                        values.index().name().isEmpty() && !values.index().isNext())
                .findFirst()
                .orElse(null);
    }

    /** Makes those of the one that {@code like} uses; null if it has none. */
    public @Nullable IndexValues prefixValues() {
        return indexes.stream()
                .filter(values -> values.index().form() instanceof PrefixForm)
                .findFirst()
                .orElse(null);
    }

    /** Its column while that is in migration; else null. */
    public @Nullable MixedColumn mixed() {
        return mixed;
    }

    /** Access to the attribute's columns past Hibernate. */
    public NativeColumn nativeColumn() {
        return nativeColumn;
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

    /** Hibernate hands it relational values, whatever the signature says. */
    @Override
    @SuppressWarnings("unchecked")
    public ValueBinder<J> getJdbcValueBinder() {
        return (ValueBinder<J>) binder;
    }

    /** Yields relational values, as {@link #getJdbcValueBinder()} takes them. */
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
    protected void nullSafeSet(PreparedStatement statement, @Nullable J value, int index, WrapperOptions options)
            throws SQLException {
        binder.bind(statement, converter.toRelationalValue(value), index, options);
    }

    @Override
    public void nullSafeSet(
            CallableStatement statement, @Nullable J value, String name, SharedSessionContractImplementor session)
            throws SQLException {
        binder.bind(statement, converter.toRelationalValue(value), name, session);
    }

    @Override
    public @Nullable J extract(CallableStatement statement, int index, SharedSessionContractImplementor session)
            throws SQLException {
        return converter.toDomainValue(extractor.extract(statement, index, session));
    }

    @Override
    public @Nullable J extract(CallableStatement statement, String name, SharedSessionContractImplementor session)
            throws SQLException {
        return converter.toDomainValue(extractor.extract(statement, name, session));
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Query caches of native queries keep the types of their columns. Nothing of ours may lie in a cache, and Hibernate
     * runs a query anew whose cached types are missing.
     */
    private @Nullable Object writeReplace() throws ObjectStreamException {
        return null;
    }
}
