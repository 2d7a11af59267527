/**
 * Which columns are sealed: the catalogue that re-encryption and maintenance walk, and the registry, stored beside the
 * keys, that remembers every column ever sealed so that a rename is noticed instead of looking like tampering.
 */
@NullMarked
package io.columnseal.catalogue;

import org.jspecify.annotations.NullMarked;
