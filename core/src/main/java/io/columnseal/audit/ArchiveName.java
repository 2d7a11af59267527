package io.columnseal.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an archive's file, which says what it holds. Frozen: entries of the access log vouch by it for what was
 * removed.
 */
final class ArchiveName {

    private static final Pattern NAME = Pattern.compile("columnseal-audit-(\\d{1,18})-(\\d{1,18})\\.jsonl");

    private ArchiveName() {}

    static String of(long first, long last) {
        return "columnseal-audit-" + first + "-" + last + ".jsonl";
    }

    /** The number of the last entry in it; 0 for any other name. */
    static long last(@Nullable String name) {
        Matcher matcher = NAME.matcher(name == null ? "" : name);
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : 0;
    }
}
