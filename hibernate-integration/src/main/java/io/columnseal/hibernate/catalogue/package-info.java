/**
 * Reads from Hibernate's runtime model which columns are sealed and what identifies their rows. No API, changes without
 * notice.
 */
@NullMarked
package io.columnseal.hibernate.catalogue;

import org.jspecify.annotations.NullMarked;
