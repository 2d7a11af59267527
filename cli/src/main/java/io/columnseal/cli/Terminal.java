package io.columnseal.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** What may be written to a terminal: names from a database are not to move its cursor. */
final class Terminal {

    private Terminal() {}

    /** Null where nobody sits before it: from JDK 22 on there is a console without a terminal, too. */
    static @Nullable Console console() {
        Console console = System.console();
        try {
            return console != null
                            && Boolean.FALSE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console))
                    ? null
                    : console;
        } catch (ReflectiveOperationException e) {
            return console;
        }
    }

    /** The text with a question mark in place of every control character. */
    static String printable(String text) {
        return text.codePoints()
                .map(character -> Character.isISOControl(character) || Character.getType(character) == Character.FORMAT
                        ? '?'
                        : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
