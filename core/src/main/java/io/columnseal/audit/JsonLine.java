package io.columnseal.audit;

import io.columnseal.internal.JsonText;
import io.columnseal.key.LoggedEntry;

/**
 * An entry of the access log as one line of JSON, with everything that its MAC covers, in the order of the table. What an
 * entry does not have is left out. For sinks that write files, and the form of archives.
 */
public final class JsonLine {

    private JsonLine() {}

    /** The line, without its end. */
    public static String of(LoggedEntry logged) {
        return logged.toJson();
    }

    /** A text between quotes: on one line, in ASCII. */
    static String escaped(String text) {
        return JsonText.escaped(text);
    }
}
