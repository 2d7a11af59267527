package io.columnseal.index;

import io.columnseal.codec.CodecRegistry;

/**
 * What an index of parts is asked to cover.
 *
 * @param values the attribute whose values the parts are taken from; normalizers are for texts among values and parts
 * @param extractor takes the parts
 * @param length what the extractor's constructor is given; 0 for one without parameters
 * @param codecs finds the codec of the parts
 */
public record IndexedParts(
        IndexedValues values, Class<? extends Extractor<?, ?>> extractor, int length, CodecRegistry codecs) {}
