package io.columnseal.hibernate.mapping;

import io.columnseal.Storage;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.Objects;
import org.hibernate.Length;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What the column of an encrypted attribute looks like in the database: long enough for the sealed value, while its
 * mapped length remains what was declared, in characters of the value.
 *
 * <p>Hibernate knows one length only. So the column first takes the sealed one, which Envers copies to its audit tables
 * and Bean Validation overwrites with the limit of {@code @Size}; at last the definition is settled and rendered, which
 * Hibernate does once, and the mapped length goes back to what was declared.
 */
final class SealedColumnDefinition {

    private final EncryptedAttribute attribute;
    private final boolean unlimited;
    private final @Nullable Long declared;
    private final @Nullable Long provisional;
    private final int sqlTypeCode;
    private long length;
    private long minimumLength;

    SealedColumnDefinition(EncryptedAttribute attribute, BasicValue value, Column column, Dialect dialect) {
        this.attribute = attribute;
        this.unlimited = value.isLob();
        this.declared = column.getLength();
        this.length = SealedLength.of(attribute, declared, unlimited);
        this.minimumLength = SealedLength.minimum(attribute, declared);
        this.provisional = column.getSqlType() == null ? length : null;
        this.sqlTypeCode = sqlTypeCode(attribute.storage(), length, dialect);
    }

    private static int sqlTypeCode(Storage storage, long length, Dialect dialect) {
        return switch (storage) {
            case BINARY -> length > dialect.getMaxVarbinaryLength() ? SqlTypes.LONG32VARBINARY : SqlTypes.VARBINARY;
            case TEXT -> length > dialect.getMaxVarcharLength() ? SqlTypes.LONG32VARCHAR : SqlTypes.VARCHAR;
        };
    }

    int sqlTypeCode() {
        return sqlTypeCode;
    }

    /** The shortest column that holds every value: bytes, or characters of a text column. */
    long minimumLength() {
        return minimumLength;
    }

    /** Whether the application wrote the definition itself, as {@code columnDefinition}. */
    private boolean isGiven() {
        return provisional == null;
    }

    /** @param sealedOnly whether no other texts may lie there, which the binary collation does not take */
    void prepare(Column column, Dialect dialect, boolean sealedOnly) {
        column.setSqlTypeCode(sqlTypeCode);
        if (isGiven()) {
            return;
        }
        column.setLength(provisional);
        if (sealedOnly && attribute.storage() == Storage.TEXT && column.getCollation() == null) {
            column.setCollation(BinaryCollation.of(dialect));
        }
    }

    /** The last word, once nobody else changes the column. */
    void settle(Column column, Metadata metadata) {
        if (isGiven()) {
            return;
        }
        Long mapped = column.getLength();
        Long plain = Objects.equals(mapped, provisional) ? declared : mapped;
        length = SealedLength.of(attribute, plain, unlimited);
        minimumLength = SealedLength.minimum(attribute, plain);
        render(column, metadata);
        column.setLength(plain);
    }

    /** The same for a column that an extension of Hibernate made after this one, such as Envers. */
    void settleCopy(Column copy, Metadata metadata) {
        if (!isGiven()) {
            render(copy, metadata);
            copy.setLength(declared);
        }
    }

    private void render(Column column, Metadata metadata) {
        column.setLength(Math.min(length, Length.LONG32));
        column.getSqlType(metadata);
    }
}
