package io.columnseal.hibernate;

import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.hibernate.mapping.EncryptedBinder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/**
 * The attribute's column holds the value sealed with authenticated encryption under its tenant's key; the attribute
 * itself holds the value as ever. Null is stored as null.
 *
 * <p>For any basic attribute of an entity, mapped superclass or embeddable, and for the elements or map values of an
 * element collection: text, numbers, {@code java.time} and other types that have a codec of their own, enums, byte
 * arrays, and with Jackson 3 on the class path every other type as JSON. {@code @Column(length)} means characters (or
 * bytes of a {@code byte[]}) of the value; the generated column is as long as its sealed form needs.
 *
 * <p>Annotate the member that Hibernate reads: the field where the entity is mapped by fields, the getter where it is
 * mapped by getters. An annotation at another member of an entity, mapped superclass or embeddable is refused at start-up,
 * not ignored. Inside a class that is stored as JSON or by a converter nobody looks for it: annotate the attribute as a whole.
 *
 * <p>Values are compared, sorted and grouped in Java only: a query that uses the attribute for anything but plain
 * selection, {@code is null} or the target of {@code set} is refused when it is compiled. {@link BlindIndex} lets queries
 * find it by equal values. Mappings that cannot
 * work, such as identifiers, versions, unique constraints or a {@code Set} of encrypted values, are refused at start-up
 * by an {@link io.columnseal.UnsupportedMappingException} that names the attribute and the remedy. Depending on how
 * Hibernate was started the exception is thrown as it is or is the cause of a {@code PersistenceException} or
 * {@code MappingException}.
 *
 * <p>{@code @OptimisticLocking} by all or by dirty columns does not cover the attribute, nor an embeddable that holds it:
 * its old value, sealed again, never equals what is stored, so of two users who change it at once the last one wins. Use
 * {@code @Version}, which covers it like any other.
 *
 * <p>Bind values in queries as parameters. The text of an HQL query, literals included, is printed by Hibernate's own
 * loggers at trace level and kept in its caches of query plans; native SQL and {@code sql()} in HQL are outside every
 * check.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@AttributeBinderType(binder = EncryptedBinder.class)
public @interface Encrypted {

    /**
     * Stable name that values are sealed for; a value opens under this name only. By default {@code table.column} as
     * they are mapped, so an attribute whose table or column is to be renamed must name its context first: the old
     * {@code table.column}.
     */
    String context() default "";

    /** How the column stores sealed values: as bytes, or as text in an existing {@code varchar} column. */
    Storage storage() default Storage.BINARY;

    /** Whose key seals: the session's tenant's, or for all sessions alike the default tenant's. */
    Scope scope() default Scope.TENANT;

    /** Label of the key derived from the tenant's, such as {@code phi} or {@code pii}; part of what values open for. */
    String purpose() default FieldContext.DEFAULT_PURPOSE;

    /**
     * Values are padded to a multiple of this many bytes, 1 for none, so that sealed lengths tell less; at most
     * {@value FieldContext#MAX_PADDING_BYTES}. The default, 0, is the type's own: 16 for enums and booleans, whose
     * length is their value, else none. May change at any time without touching stored values.
     */
    int paddingBytes() default 0;
}
