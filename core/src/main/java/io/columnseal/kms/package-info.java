/**
 * Key encryption keys (KEKs): the service that wraps data keys, and the context that is bound to each wrapped key. A
 * provider implements {@link io.columnseal.kms.Kms} and passes {@code KmsContract} of {@code columnseal-test}.
 */
@NullMarked
package io.columnseal.kms;

import org.jspecify.annotations.NullMarked;
