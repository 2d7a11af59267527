/**
 * Keeps queries from using encrypted attributes where only their plaintext would make sense: such a query would find
 * nothing, or sort and group at random, without a word. In HQL, JPQL and Criteria an encrypted attribute may be
 * <ul>
 *   <li>selected as it is: a select item, an argument of a DTO, an element of a tuple, also through a derived table or
 *       a common table expression;
 *   <li>asked {@code is null} or {@code is not null};
 *   <li>the target of {@code set} or of {@code insert … values}, of a parameter, a literal or null.
 * </ul>
 * Everything else ends as {@link io.columnseal.QueryRefusedException} when the query is compiled, which is when it is
 * first executed. What is not known to be safe is refused.
 *
 * <p>A decision needs two facts, found by two classes: {@link io.columnseal.hibernate.query.PathUses} reads from the
 * semantic query what each of its paths is used for, not knowing which are encrypted; {@code GuardedSqmTranslator}
 * learns from the mapping model which paths are encrypted while Hibernate translates them. {@code QueryGuard} brings
 * the two together. A path that the first does not know is refused, so a hole in it shows as a refusal.
 *
 * <p>Native SQL, stored procedures and database views are out of reach: they read and write columns as they are stored.
 * No API, changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.query;

import org.jspecify.annotations.NullMarked;
