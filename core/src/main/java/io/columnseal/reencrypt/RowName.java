package io.columnseal.reencrypt;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** A row's key as people read it. */
final class RowName {

    private static final int MAX_LENGTH = 2000;

    private RowName() {}

    /** At most as long as the quarantine takes. */
    static String of(Object[] key) {
        String name = Arrays.stream(key)
                .map(part -> part instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : part.toString())
                .collect(Collectors.joining(", "));
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        // No table takes half of a character
        boolean splits = Character.isHighSurrogate(name.charAt(MAX_LENGTH - 1));
        return name.substring(0, splits ? MAX_LENGTH - 1 : MAX_LENGTH);
    }
}
