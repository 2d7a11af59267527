/** Shared by this library's packages; no API, changes without notice. */
@NullMarked
package io.columnseal.internal;

import org.jspecify.annotations.NullMarked;
