/** How settings find a KMS that lies in a module of its own; no API, changes without notice. */
@NullMarked
package io.columnseal.kms.internal;

import org.jspecify.annotations.NullMarked;
