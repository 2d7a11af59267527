/**
 * Encrypted attributes by {@code AttributeConverter}, for JPA providers other than Hibernate and for columns mapped by
 * hand; with Hibernate, {@code io.columnseal.hibernate.Encrypted} does more. Needs Jakarta Persistence only.
 *
 * <p>A converter sees a value and nothing else, which sets the limits, whatever the provider:
 *
 * <ul>
 *   <li>The provider's caches hold plaintext, and so may its logs: it believes that the attribute's value is what the
 *       entity holds. Switch its parameter logging off, and with EclipseLink leave {@code eclipselink.logging.parameters}
 *       off.
 *   <li>The tenant comes from the {@link io.columnseal.TenantResolver} or a {@link io.columnseal.TenantScope}, never from
 *       the persistence context.
 *   <li>No search: a value is sealed differently each time, so {@code where p.ssn = :ssn} finds nothing, silently, and
 *       sorting or grouping means nothing. Select by other columns.
 *   <li>Nothing is checked at start-up: neither the column's length nor its uniqueness, and the catalogue of sealed
 *       columns that re-encryption walks has to be written by hand.
 *   <li>Some providers do not notice changes inside a mutable value (EclipseLink for one): replace the value instead.
 * </ul>
 */
@NullMarked
package io.columnseal.jpa;

import org.jspecify.annotations.NullMarked;
