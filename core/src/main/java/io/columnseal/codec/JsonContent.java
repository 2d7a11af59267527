package io.columnseal.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a JSON document says when the order of properties and of elements says nothing. */
final class JsonContent {

    private JsonContent() {}

    /** An object that equals another document's if, and only if, both have the same content. */
    static Object of(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> properties = new TreeMap<>();
            node.forEachEntry((name, value) -> properties.put(name, of(value)));
            return properties;
        }
        if (node.isArray()) {
            Map<Object, Integer> occurrences = new HashMap<>();
            node.forEach(element -> occurrences.merge(of(element), 1, Integer::sum));
            return new Elements(occurrences);
        }
        return node;
    }

    /** So that an empty array differs from an empty object. */
    private record Elements(Map<Object, Integer> occurrences) {}
}
