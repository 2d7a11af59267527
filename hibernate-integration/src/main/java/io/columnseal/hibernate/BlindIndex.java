package io.columnseal.hibernate;

import io.columnseal.hibernate.mapping.BlindIndexBinder;
import io.columnseal.index.Extractor;
import io.columnseal.index.Normalizer;
import io.columnseal.index.WholeValue;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/**
 * Lets queries find an {@link Encrypted} attribute by its value: {@code =}, {@code <>}, {@code in} and {@code not in} with
 * parameters and literals, and {@code =} between two mentions of the attribute. Repeated, it finds values by {@linkplain
 * #name() parts} and by their {@linkplain #prefix() beginning} too. Everything else stays refused.
 *
 * <p>Beside the sealed column there is one more, of {@value io.columnseal.index.BlindIndexer#VALUE_BYTES} bytes, with a
 * database index. It holds a keyed hash of the value's {@linkplain io.columnseal.index.NormalForm normal form}, written
 * whenever Hibernate writes the value; a null value has a null hash. Whoever reads the database learns from it which rows
 * of a tenant hold equal values, and with that how often each occurs: do not index what has few values.
 *
 * <p>Values are equal if their normal forms are. Without a normalizer texts are equal as {@code String.equals} says,
 * whatever the collation of other columns.
 *
 * <p>A lookup works for the session's tenant. A root session sees the rows of all tenants but can look up those of one
 * only, that of its {@link io.columnseal.TenantScope}; without one it is refused. Even with one it compares with parameters
 * and literals by {@code =} and {@code in} only, in the where clause of the statement itself and with nothing but {@code
 * and}, {@code or} and parentheses around: anything else could find rows of other tenants that hold an equal value.
 *
 * <p>Between two mentions of the attribute, rows match whose hashes were made with the same key: of one tenant, and once its
 * index key was {@linkplain io.columnseal.key.Keys#rotateIndex replaced} not all of them, until the indexes are {@linkplain
 * SealedColumns#indexRebuild rebuilt}. So {@code <>}, {@code not in} and {@code not (…)} between two mentions are refused; {@code not exists}
 * around {@code =} is not, and may then find too much.
 *
 * <p>Rows that were stored before the attribute got this annotation, and whatever is written past Hibernate, have no hash
 * and are not found. Start-up warns of the former; {@link SealedColumns#indexRebuild} makes the hashes of both.
 *
 * <p>For attributes of entities, mapped superclasses and embeddables; not in element collections.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@Repeatable(BlindIndexes.class)
@AttributeBinderType(binder = BlindIndexBinder.class)
public @interface BlindIndex {

    /**
     * Makes this a further index: of a part of the values, or of the values under other normalizers. Empty for the one
     * that {@code =} on the attribute itself uses.
     *
     * <p>Queries compare the part by an attribute of this name: {@code where p.ssnLast4 = :digits}. It is never loaded,
     * selected or written. The entity's class needs a property of that name and of the part's type, as Spring Data and
     * Criteria know properties by their class: a field or a getter, annotated {@code @Transient} where JPA would take it
     * for an attribute. Of an attribute in an embeddable it is the entity's, and its name begins with the way to the
     * embeddable: {@code personSsnLast4} for {@code ssnLast4} in {@code person}.
     *
     * <p>ASCII letters, digits and underscores, beginning with a letter. Goes into the key of the index: another name means
     * another index.
     */
    String name() default "";

    /**
     * Takes the part of a value that a {@linkplain #name() named} index holds: its first or last characters, its e-mail
     * domain, its year. Texts are normalized before, and text parts again after. What a query looks for is the part, which
     * is normalized, but of which nothing is extracted. A change is refused as one of a normalizer is.
     */
    Class<? extends Extractor<?, ?>> extractor() default WholeValue.class;

    /** How many characters the extractor takes, if it is one that wants to be told; else 0. */
    int length() default 0;

    /**
     * Makes this a further index that finds texts by how they begin, with prefixes of so many characters at most, from 1 to
     * {@value io.columnseal.index.PrefixForm#MAX_LENGTH}: {@code like 'abc%'} on the attribute itself. 0 for another index.
     * Needs no name.
     *
     * <p>Whoever reads the database learns for any two rows of a tenant how many characters they have in common at the
     * beginning, which is far more than from other indexes. The column has 16 bytes for each character and one more.
     * Another length is refused as another normalizer is.
     */
    int prefix() default 0;

    /**
     * What makes different texts count as equal, applied in this order; for texts only. Another normalizer makes other
     * hashes: start-up refuses the change as long as there are old ones.
     */
    Class<? extends Normalizer>[] normalizer() default {};

    /**
     * Name of the column; by default that of the sealed column, or of the attribute that a named index is queried by,
     * followed by {@code _bidx}, or by {@code _pidx} for an index of prefixes.
     */
    String column() default "";

    /**
     * Name of the database index; by default {@code ix_}, or {@code uk_} for a unique one, the table's name, {@code _} and
     * the column's.
     */
    String indexName() default "";

    /**
     * Refuses equal values within a tenant, as a unique constraint does and with the same exception; of a {@linkplain
     * Encrypted#scope() shared} attribute in the whole table. Values are equal if their normal forms are. Null is equal to
     * nothing. Only for the index that {@code =} on the attribute itself uses, and not in optional secondary tables, nor
     * where each subclass has a table of its own for it.
     *
     * <p>There is a second column, whose name is that of the first followed by {@code _next}, with a unique database index
     * of its own, whose name ends so too: while the tenant's INDEX key is being replaced either of the two may hold a value
     * back. Code that tells constraints by their names compares with both.
     */
    boolean unique() default false;

    /**
     * Accepts a boolean or an enum. The hashes of so few values tell nearly everything: who knows the most frequent value
     * knows most rows.
     */
    boolean acceptFewValues() default false;
}
