package io.columnseal.internal;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that {@link JsonText} wrote. Every method throws an IllegalArgumentException that names the field at fault. */
public final class JsonObject {

    private final Map<?, ?> fields;

    private JsonObject(Map<?, ?> fields) {
        this.fields = fields;
    }

    public static JsonObject parse(String text) {
        return new JsonObject(JsonReader.object(text));
    }

    public String text(String field) {
        return required(field, String.class);
    }

    public @Nullable String optionalText(String field) {
        return optional(field, String.class);
    }

    public long number(String field) {
        return required(field, Long.class);
    }

    public int integer(String field) {
        return toInt(field, number(field));
    }

    public @Nullable Integer optionalInteger(String field) {
        Long number = optional(field, Long.class);
        return number == null ? null : toInt(field, number);
    }

    public boolean bool(String field) {
        return required(field, Boolean.class);
    }

    /** What was written in Base64. */
    public byte[] bytes(String field) {
        byte[] bytes = optionalBytes(field);
        if (bytes == null) {
            throw invalid(field);
        }
        return bytes;
    }

    public byte @Nullable [] optionalBytes(String field) {
        String text = optional(field, String.class);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Not chained: it quotes the text
            throw invalid(field);
        }
    }

    public JsonObject object(String field) {
        return new JsonObject(required(field, Map.class));
    }

    public List<JsonObject> objects(String field) {
        List<?> elements = required(field, List.class);
        return elements.stream()
                .map(element -> {
                    if (element instanceof Map<?, ?> object) {
                        return new JsonObject(object);
                    }
                    throw invalid(field);
                })
                .toList();
    }

    private <T> T required(String field, Class<T> type) {
        T value = optional(field, type);
        if (value == null) {
            throw invalid(field);
        }
        return value;
    }

    private <T> @Nullable T optional(String field, Class<T> type) {
        Object value = fields.get(field);
        if (value != null && !type.isInstance(value)) {
            throw invalid(field);
        }
        return type.cast(value);
    }

    private static int toInt(String field, long number) {
        if (number != (int) number) {
            throw invalid(field);
        }
        return (int) number;
    }

    private static IllegalArgumentException invalid(String field) {
        return new IllegalArgumentException(field + " is missing, or is not what it should be");
    }
}
