/**
 * How values that something else stored become sealed ones, beside running applications and column by column. What is
 * about to be sealed in place is declared:
 *
 * <pre>{@code
 * columnseal.migration.patient.ssn=prepare
 * }</pre>
 *
 * <p>and goes through four {@linkplain io.columnseal.migrate.MigrationPhase phases}, each of them deployed everywhere before
 * the next: read both and write as before; read both and write sealed; seal what is left; strict. Outside a declared
 * migration nothing is ever read that is not sealed.
 *
 * <p><b>What counts as sealed</b> is said by the first bytes of a value, its header (9 bytes, or 12 characters of a text):
 *
 * <table>
 * <caption>What a stored value is</caption>
 * <tr><td>begins with a header whose key is in the key table</td><td>sealed: if it does not open, that is an error, and a run
 *     leaves it as it is</td></tr>
 * <tr><td>begins with no header, or with one whose key is not in the key table</td><td>not sealed: read as it is</td></tr>
 * </table>
 *
 * <p>A key id is 64 random bits, so no value of an application's begins with one by chance; one that does is refused when it
 * is to be stored unsealed. Whoever may write to the database may put a text of his own in place of a sealed value as long
 * as a migration lasts, and it is read: end each one.
 *
 * <p>An {@link io.columnseal.migrate.Importer} reads what another library sealed.
 */
@NullMarked
package io.columnseal.migrate;

import org.jspecify.annotations.NullMarked;
