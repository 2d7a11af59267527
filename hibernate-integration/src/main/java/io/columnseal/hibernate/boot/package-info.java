/**
 * What Hibernate finds and starts: the encryption service and the last word on the mapping. No API, changes without
 * notice.
 */
@NullMarked
package io.columnseal.hibernate.boot;

import org.jspecify.annotations.NullMarked;
