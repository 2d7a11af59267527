package io.columnseal.internal;

import io.columnseal.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Typed reading of settings by their full names. A setting that is there but malformed is refused by its name; its value
 * is never shown, since it may be a secret that went into the wrong line. Blank is absent. Immutable.
 */
public final class Settings {

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Takes over the settings whose names start with the prefix.
     *
     * @throws ConfigurationException if one of them is not known
     */
    public static Settings of(Map<String, ?> settings, String prefix, Set<String> known) {
        Map<String, Object> values = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(prefix) && value != null) {
                if (!known.contains(name)) {
                    throw new ConfigurationException(
                            name,
                            "is not a setting of this library; did you mean " + NearestName.of(name, known) + "?");
                }
                values.put(name, value);
            }
        });
        return new Settings(values);
    }

    /** Whether a setting is there whose name starts with this. */
    public boolean isPresent(String prefix) {
        return values.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** @param what the setting is, for the error */
    public String required(String name, String what) {
        return text(name).orElseThrow(() -> new ConfigurationException(name, "is required: " + what));
    }

    public Optional<Boolean> bool(String name) {
        return text(name).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException(name, "must be true or false");
        });
    }

    public Optional<Integer> integer(String name) {
        return text(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw new ConfigurationException(name, "must be a whole number");
            }
        });
    }

    public Optional<URI> uri(String name) {
        return text(name).map(text -> {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                throw new ConfigurationException(name, "must be a URL");
            }
        });
    }

    public Optional<Path> path(String name) {
        return text(name).map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new ConfigurationException(name, "must be the path of a file");
            }
        });
    }

    /** A duration such as {@code 300ms}, {@code 5m}, {@code 1h}, {@code 2d} or {@code PT5M}. */
    public Optional<Duration> duration(String name) {
        return values.get(name) instanceof Duration duration
                ? Optional.of(duration)
                : text(name).map(text -> DurationText.parse(name, text));
    }

    /** A constant of an enum, in any case, with {@code -} for {@code _}. */
    public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return text(name).map(text -> constant(name, text, type));
    }

    /** Several constants of an enum, in a collection or a text with commas; empty if there is none. */
    public <E extends Enum<E>> Set<E> constants(String name, Class<E> type) {
        return list(name).stream().map(text -> constant(name, text, type)).collect(Collectors.toSet());
    }

    private static <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (settingOf(constant).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return constant;
            }
        }
        throw new ConfigurationException(
                name,
                "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Settings::settingOf)
                                .collect(Collectors.joining(", ")));
    }

    /** A collection, or a text with commas. */
    public List<String> list(String name) {
        if (values.get(name) instanceof Collection<?> elements) {
            return elements.stream().map(Object::toString).toList();
        }
        return text(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static String settingOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
