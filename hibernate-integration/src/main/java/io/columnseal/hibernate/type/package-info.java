/**
 * The Hibernate type of an encrypted attribute: domain value, relational value, cache form. Nothing in it prints. No
 * API, changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.type;

import org.jspecify.annotations.NullMarked;
