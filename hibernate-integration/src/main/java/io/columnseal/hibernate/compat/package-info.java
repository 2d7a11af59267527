/**
 * What differs between the versions of Hibernate that this module runs on. It is compiled against one version and runs on
 * several, so a method that has moved is called by a handle that is found once; every class here names what it stands in
 * for. A version outside the tested ones (docs/compatibility.md) is refused when the first encrypted attribute is mapped.
 *
 * <p>No API, changes without notice.
 */
@NullMarked
package io.columnseal.hibernate.compat;

import org.jspecify.annotations.NullMarked;
