/**
 * What the database has and what encrypted attributes need: compared at start-up, and written as statements. No API,
 * changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.schema;

import org.jspecify.annotations.NullMarked;
