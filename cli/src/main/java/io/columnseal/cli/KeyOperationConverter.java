package io.columnseal.cli;

import io.columnseal.key.KeyOperation;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an operation, in the spelling of errors or that of settings. */
final class KeyOperationConverter implements ITypeConverter<KeyOperation> {

    @Override
    public KeyOperation convert(String text) {
        try {
            return KeyOperation.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("there is no such operation on keys");
        }
    }
}
