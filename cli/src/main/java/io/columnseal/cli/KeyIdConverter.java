package io.columnseal.cli;

import io.columnseal.key.KeyId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the id of a key. */
final class KeyIdConverter implements ITypeConverter<KeyId> {

    @Override
    public KeyId convert(String text) {
        try {
            return KeyId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("a key id has 16 hexadecimal digits: see columnseal keys list");
        }
    }
}
