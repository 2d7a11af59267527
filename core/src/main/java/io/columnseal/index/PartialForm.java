package io.columnseal.index;

import io.columnseal.codec.ValueCodec;

/**
 * The bytes that stand for the parts of one attribute's values in a further blind index. Immutable, safe for use by many
 * threads.
 *
 * @param ofValues the normal form of the part of a whole value, as it is stored
 * @param ofParts the same of a part by itself, as queries look for it; with the same fingerprint
 * @param partCodec the codec of the parts, which tells their type
 */
public record PartialForm(NormalForm ofValues, NormalForm ofParts, ValueCodec<?> partCodec) {}
