/**
 * Keeps queries from using encrypted attributes where only their plaintext would make sense: such a query would find
 * nothing, or sort and group at random, without a word. In HQL, JPQL and Criteria an encrypted attribute may be
 * <ul>
 *   <li>selected as it is: a select item, an argument of a DTO, an element of a tuple, also through a derived table or
 *       a common table expression;
 *   <li>asked {@code is null} or {@code is not null};
 *   <li>the target of {@code set} or of {@code insert … values}, of a parameter, a literal or null;
 *   <li>if it has a {@link io.columnseal.hibernate.BlindIndex}, compared by {@code =}, {@code <>}, {@code in} or {@code not
 *       in} with parameters and literals, by {@code =} with other paths of the same attribute, wherever a predicate may stand; by {@code
 *       lower(…) = lower(…)} or {@code upper} if the index folds case.
 * </ul>
 * Everything else ends as {@link io.columnseal.QueryRefusedException} when the query is compiled, which is when it is
 * first executed. What is not known to be safe is refused.
 *
 * <p>A decision needs two facts, found by two classes: {@code PathUses} reads from the semantic query what each of its
 * paths is used for, not knowing which are encrypted; {@code GuardedSqmTranslator} learns from the mapping model which
 * paths are encrypted while Hibernate translates them. {@code QueryGuard} brings the two together. Neither trusts the
 * other alone: a path that the first has not seen is refused, and so is one that the translator meets inside a function
 * or outside the clauses that may hold it, whatever the first has read. The latter matters because all mentions of a path
 * in a query are one object, and some of Hibernate's functions show their operands to the translator only.
 *
 * <p>Bulk statements on entities of several tables, and inserts with pooled ids, are translated by Hibernate's strategies
 * instead, where no translator of ours is asked; {@code GuardedMutationStrategies} puts the guard in front of them. A bulk
 * statement gives no row to another tenant than the one its values are sealed for ({@code RowTenants}).
 *
 * <p>A comparison of an indexed attribute never reaches the database as such: {@code Lookups} puts one of index values in
 * its place, {@code IndexAssignments} lets bulk statements write them. Index values are made when parameters are bound, for
 * the tenant of the executing session, since Hibernate translates a query once for all sessions.
 *
 * <p>Out of reach are native SQL, stored procedures and database views, and SQL written into HQL with {@code sql()}: they
 * read and write columns as they are stored. {@code column()} is refused for names of sealed columns.
 *
 * <p>Literals on encrypted attributes are bound as parameters and never stand in the SQL, but Hibernate prints the text of
 * a query to its own loggers at trace level before anything is checked: bind parameters instead.
 *
 * <p>The guard works when a query is compiled, and Hibernate keeps what it compiled: measured on JDK 17 in thread CPU time,
 * compiling a query of a factory with encrypted attributes, from its text to SQL, took about 70 microseconds with the guard
 * and 60 without. Queries of a factory without any are Hibernate's own affair and cost what they did.
 *
 * <p>No API, changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.query;

import org.jspecify.annotations.NullMarked;
