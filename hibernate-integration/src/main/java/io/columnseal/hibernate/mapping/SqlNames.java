package io.columnseal.hibernate.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a fragment of SQL that may mean a column of the table the fragment is written for: those without a
 * qualifier, or qualified by that table. Comments and text literals are no names. Errs on the side of finding one.
 */
final class SqlNames {

    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^']|'')*'|(?:(?<qualifier>[\\w$]+|\\{\\w+}|\"[^\"]+\"|`[^`]+`|\\[[^]]+])\\s*\\.\\s*)?"
                    + "(?<name>[\\p{L}_][\\w$]*|\"[^\"]+\"|`[^`]+`|\\[[^]]+])",
            Pattern.UNICODE_CHARACTER_CLASS);

    private SqlNames() {}

    /**
     * @param tables names of the tables whose columns are meant, in lower case
     * @param own whether the fragment is written for these tables, so that a name without a qualifier is one of theirs
     * @return whether the fragment names the column; behind an unknown alias if it names one of the tables at all
     */
    static boolean contain(String fragment, String column, Set<String> tables, boolean own) {
        boolean namesTable = tables.stream().anyMatch(table -> mentions(fragment, table));
        Matcher tokens = TOKEN.matcher(fragment);
        while (tokens.find()) {
            String name = tokens.group("name");
            if (name != null && bare(name).equalsIgnoreCase(column)) {
                String qualifier = tokens.group("qualifier");
                boolean unqualified = qualifier == null || qualifier.startsWith("{");
                if (namesTable || own && unqualified) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mentions(String fragment, String table) {
        Matcher tokens = TOKEN.matcher(fragment);
        while (tokens.find()) {
            String name = tokens.group("name");
            String qualifier = tokens.group("qualifier");
            if (name != null && bare(name).equalsIgnoreCase(table)
                    || qualifier != null && bare(qualifier).equalsIgnoreCase(table)) {
                return true;
            }
        }
        return false;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String bare(String name) {
        char first = name.charAt(0);
        return first == '"' || first == '`' || first == '[' ? name.substring(1, name.length() - 1) : name;
    }
}
