/**
 * From the annotation to Hibernate's mapping: binds, sizes and checks the columns of encrypted attributes. No API,
 * changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.mapping;

import org.jspecify.annotations.NullMarked;
