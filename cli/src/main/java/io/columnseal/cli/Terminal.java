package io.columnseal.cli;

/** What may be written to a terminal: names from a database are not to move its cursor. */
final class Terminal {

    private Terminal() {}

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
