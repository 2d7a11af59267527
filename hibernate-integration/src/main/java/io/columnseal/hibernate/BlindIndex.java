package io.columnseal.hibernate;

import io.columnseal.hibernate.mapping.BlindIndexBinder;
import io.columnseal.index.Normalizer;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.AttributeBinderType;

/**
 * Lets queries find an {@link Encrypted} attribute by its value: {@code =}, {@code <>}, {@code in} and {@code not in} with
 * parameters and literals, and {@code =} between two mentions of the attribute. Everything else stays refused.
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
 * index key was {@linkplain io.columnseal.key.Keys#rotateIndex replaced} not all of them, until the older rows' values are
 * written again. So {@code <>}, {@code not in} and {@code not (…)} between two mentions are refused; {@code not exists}
 * around {@code =} is not, and may then find too much.
 *
 * <p>Rows that were stored before the attribute got this annotation, and whatever is written past Hibernate, have no hash
 * and are not found. Start-up warns of the former.
 *
 * <p>For attributes of entities, mapped superclasses and embeddables; not in element collections.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@AttributeBinderType(binder = BlindIndexBinder.class)
public @interface BlindIndex {

    /**
     * What makes different texts count as equal, applied in this order; for texts only. Another normalizer makes other
     * hashes: start-up refuses the change as long as there are old ones.
     */
    Class<? extends Normalizer>[] normalizer() default {};

    /** Name of the column; by default that of the sealed column followed by {@code _bidx}. */
    String column() default "";

    /** Name of the database index; by default {@code ix_}, the table's name, {@code _} and the column's. */
    String indexName() default "";

    /**
     * Accepts a boolean or an enum. The hashes of so few values tell nearly everything: who knows the most frequent value
     * knows most rows.
     */
    boolean acceptFewValues() default false;
}
