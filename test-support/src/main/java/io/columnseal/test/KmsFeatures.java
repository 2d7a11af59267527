package io.columnseal.test;

import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Kms} does, found out by having it do so: one column of the table in its documentation, by the rows'
 * names. So that the table cannot say anything else, a test compares {@link #measure} with {@link #documented}.
 */
public final class KmsFeatures {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");
    private static final EncryptionContext OTHER_CONTEXT =
            EncryptionContext.of("test", "clinic-2", "00f3a1b2c3d4e5f6", "FIELD");
    private static final String NOTHING = "—";

    private final Kms kms;
    private final @Nullable KmsService service;
    private final WrappedKey wrapped;

    private KmsFeatures(Kms kms, @Nullable KmsService service) {
        this.kms = kms;
        this.service = service;
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            this.wrapped = generated.wrapped();
        }
    }

    /**
     * Finds out.
     *
     * @param service what the KMS speaks with, recovered afterwards; null if it speaks with nobody
     * @param faults what the service can be made to do
     */
    public static Map<String, String> measure(Kms kms, @Nullable KmsService service, Set<KmsFault> faults) {
        KmsFeatures features = new KmsFeatures(kms, service);
        return features.column(faults, features::failure);
    }

    /** @param failures what an unwrap fails with, of a service that has each of the faults, if that is known already */
    static Map<String, String> measure(
            Kms kms, KmsService service, Set<KmsFault> faults, Function<KmsFault, @Nullable Throwable> failures) {
        return new KmsFeatures(kms, service).column(faults, failures);
    }

    private Map<String, String> column(Set<KmsFault> faults, Function<KmsFault, @Nullable Throwable> failures) {
        Map<String, String> column = new LinkedHashMap<>();
        column.put("binds the context", yesOrNo(bindsContext()));
        column.put("only its callers can wrap", yesOrNo(kms.authenticates()));
        column.put("refuses a KEK that is not configured, unasked", yesOrNo(refusesUnasked()));
        column.put("requests for one unwrap", requests(null));
        column.put("attempts at a service that throttles", requests(KmsFault.THROTTLED));
        KekDescription description = kms.describe();
        column.put("tells the state of the KEK", name(description.status()));
        column.put("tells its age", yesOrNo(description.createdAt() != null));
        for (KmsFault fault : KmsFault.values()) {
            column.put(name(fault), faults.contains(fault) ? name(failures.apply(fault)) : NOTHING);
        }
        return column;
    }

    /**
     * Reads a column of the first table that has it.
     *
     * @param markdown the documentation
     * @param name the column's heading, without its backticks
     * @throws IllegalArgumentException if no table has such a column
     */
    public static Map<String, String> documented(Path markdown, String name) {
        Map<String, String> column = new LinkedHashMap<>();
        int index = -1;
        for (String line : read(markdown)) {
            List<String> cells = cells(line);
            if (index < 0) {
                boolean heads = !cells.isEmpty() && cells.get(0).isEmpty();
                index = heads ? cells.indexOf(name) : -1;
            } else if (cells.isEmpty()) {
                break;
            } else if (!cells.get(1).startsWith("---")) {
                column.put(cells.get(0), cells.get(index));
            }
        }
        if (index < 0) {
            throw new IllegalArgumentException("no table has the column " + name);
        }
        return column;
    }

    private boolean bindsContext() {
        try {
            Arrays.fill(kms.unwrap(wrapped, OTHER_CONTEXT), (byte) 0);
            return false;
        } catch (KmsInvalidCiphertextException e) {
            return true;
        }
    }

    private boolean refusesUnasked() {
        int before = asked();
        try {
            Arrays.fill(kms.unwrap(new WrappedKey("another-kek", wrapped.bytes()), CONTEXT), (byte) 0);
            return false;
        } catch (KmsException e) {
            return asked() == before;
        }
    }

    /** How many requests an unwrap makes while the service has a fault, or none. */
    private String requests(@Nullable KmsFault fault) {
        if (service == null) {
            return NOTHING;
        }
        int before = asked();
        failure(fault);
        return Integer.toString(asked() - before);
    }

    private int asked() {
        return service == null ? 0 : service.requests();
    }

    /** What an unwrap fails with; null if it does not. */
    private @Nullable Throwable failure(@Nullable KmsFault fault) {
        if (service != null && fault != null) {
            service.meet(fault);
        }
        try {
            Arrays.fill(kms.unwrap(wrapped, CONTEXT), (byte) 0);
            return null;
        } catch (KmsException e) {
            return e;
        } finally {
            if (service != null) {
                service.recover();
            }
        }
    }

    /** As the exception is called, but for what all of them are called. */
    private static String name(@Nullable Throwable failure) {
        return failure == null ? NOTHING : failure.getClass().getSimpleName().replaceAll("^Kms|Exception$", "");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String yesOrNo(boolean does) {
        return does ? "yes" : "no";
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList()
                : List.of();
    }

    private static List<String> read(Path markdown) {
        try {
            return Files.readAllLines(markdown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
