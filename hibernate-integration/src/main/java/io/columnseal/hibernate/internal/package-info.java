/** Shared by this module's packages; no API, changes without notice. */
@NullMarked
package io.columnseal.hibernate.internal;

import org.jspecify.annotations.NullMarked;
