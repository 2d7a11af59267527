package io.columnseal.internal;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as this library writes it: maps in their order, lists, texts, whole numbers and booleans, all in ASCII, so that
 * equal contents are equal bytes. What is null is left out.
 */
public final class JsonText {

    private static final HexFormat HEX = HexFormat.of();
    private static final String INDENT = "  ";

    private final StringBuilder json = new StringBuilder();
    private final boolean indented;

    private JsonText(boolean indented) {
        this.indented = indented;
    }

    /** On one line, without its end. */
    public static String line(Map<String, ? extends @Nullable Object> object) {
        JsonText text = new JsonText(false);
        text.object(object, "\n");
        return text.json.toString();
    }

    /** Indented for people, with the end of its last line. */
    public static String document(Map<String, ? extends @Nullable Object> object) {
        JsonText text = new JsonText(true);
        text.object(object, "\n");
        return text.json.append('\n').toString();
    }

    /** A text as it stands between quotes. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                escaped.append("\\u").append(HEX.toHexDigits(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private void object(Map<?, ? extends @Nullable Object> object, String lineBreak) {
        String inside = lineBreak + INDENT;
        json.append('{');
        boolean first = true;
        for (Map.Entry<?, ? extends @Nullable Object> field : object.entrySet()) {
            if (field.getValue() != null) {
                separate(first, inside);
                json.append('"').append(field.getKey()).append(indented ? "\": " : "\":");
                value(field.getValue(), inside);
                first = false;
            }
        }
        end(first, lineBreak, '}');
    }

    private void array(List<?> array, String lineBreak) {
        String inside = lineBreak + INDENT;
        json.append('[');
        Iterator<?> elements = array.iterator();
        for (boolean first = true; elements.hasNext(); first = false) {
            separate(first, inside);
            value(elements.next(), inside);
        }
        end(array.isEmpty(), lineBreak, ']');
    }

    private void value(Object value, String lineBreak) {
        if (value instanceof Map<?, ?> object) {
            object(object, lineBreak);
        } else if (value instanceof List<?> array) {
            array(array, lineBreak);
        } else if (value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            json.append('"').append(escaped(value.toString())).append('"');
        }
    }

    private void separate(boolean first, String lineBreak) {
        if (!first) {
            json.append(',');
        }
        if (indented) {
            json.append(lineBreak);
        }
    }

    private void end(boolean empty, String lineBreak, char bracket) {
        if (indented && !empty) {
            json.append(lineBreak);
        }
        json.append(bracket);
    }
}
