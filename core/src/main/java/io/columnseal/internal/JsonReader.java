package io.columnseal.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON that {@link JsonText} writes, and refuses what it never writes: fractions, null, names that come twice,
 * deep nesting. Errors tell where, and nothing of what stands there.
 */
final class JsonReader {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_DIGITS = 20;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is anything but one object */
    static Map<String, Object> object(String text) {
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        reader.expect('{');
        Map<String, Object> object = reader.fields(1);
        reader.skipSpace();
        if (reader.at != text.length()) {
            throw reader.malformed();
        }
        return object;
    }

    private Object value(int depth) {
        skipSpace();
        char first = next();
        return switch (first) {
            case '{' -> fields(deeper(depth));
            case '[' -> elements(deeper(depth));
            case '"' -> string();
            case 't' -> literal("rue", true);
            case 'f' -> literal("alse", false);
            default -> number();
        };
    }

    private int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw malformed();
        }
        return depth + 1;
    }

    private Map<String, Object> fields(int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return fields;
        }
        do {
            skipSpace();
            expect('"');
            String name = string();
            skipSpace();
            expect(':');
            if (fields.put(name, value(depth)) != null) {
                throw malformed();
            }
            skipSpace();
        } while (isContinued('}'));
        return fields;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value(depth));
            skipSpace();
        } while (isContinued(']'));
        return elements;
    }

    private boolean isContinued(char end) {
        char c = next();
        if (c != ',' && c != end) {
            throw malformed();
        }
        return c == ',';
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw malformed();
            }
            string.append(c == '\\' ? escape() : c);
        }
        return string.toString();
    }

    private char escape() {
        char c = next();
        if (c == '"' || c == '\\') {
            return c;
        }
        if (c != 'u' || text.length() - at < 4) {
            throw malformed();
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw malformed();
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Boolean literal(String rest, boolean value) {
        if (!text.startsWith(rest, at)) {
            throw malformed();
        }
        at += rest.length();
        return value;
    }

    private Long number() {
        int begin = at - 1;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
            at++;
        }
        if (at - begin > MAX_DIGITS) {
            throw malformed();
        }
        try {
            return Long.valueOf(text.substring(begin, at));
        } catch (NumberFormatException e) {
            // Not chained: it quotes the text
            throw malformed();
        }
    }

    private void skipSpace() {
        while (at < text.length() && (peek() == ' ' || peek() == '\n')) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw malformed();
        }
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("no JSON of ours at character " + at);
    }
}
