package io.columnseal.cli;

import io.columnseal.reencrypt.TimeWindow;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times of the day on the command line, such as {@code 22:00-06:00}. */
final class TimeWindowConverter implements ITypeConverter<TimeWindow> {

    @Override
    public TimeWindow convert(String text) {
        try {
            return TimeWindow.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
