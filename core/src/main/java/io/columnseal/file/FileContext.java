package io.columnseal.file;

import io.columnseal.FieldContext;
import io.columnseal.internal.Surrogates;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file is sealed for. Both parts are authenticated: a file opens only for an equal context, so one that was put in
 * another's place is refused as far as their names tell them apart.
 *
 * @param tenant owner of the file; null only for opening, when the key's own tenant is to be accepted whoever it is
 * @param name stable name of the kind of file, or of the one file, such as {@code patient.scan} or {@code scan/4711}; not a
 *     secret, it stands readable in the file; at most {@value #MAX_NAME_BYTES} bytes of UTF-8
 */
public record FileContext(@Nullable String tenant, String name) {

    /** Its length has one byte in the header. */
    public static final int MAX_NAME_BYTES = 255;

    /** The purpose that keys of this format's first version are derived for. Frozen by stored data. */
    private static final String PURPOSE = "columnseal/file/1";

    public FileContext {
        if (name.isBlank() || (tenant != null && tenant.isBlank())) {
            throw new IllegalArgumentException("tenant and name must not be blank");
        }
        if (Surrogates.hasUnpaired(name)) {
            throw new IllegalArgumentException("name must not have unpaired surrogates");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name must not be longer than " + MAX_NAME_BYTES + " bytes");
        }
    }

    /** The context of a tenant's file. */
    public static FileContext of(String tenant, String name) {
        return new FileContext(Objects.requireNonNull(tenant, "tenant"), name);
    }

    /** A context that opens files of every tenant and seals none. */
    public static FileContext ofAnyTenant(String name) {
        return new FileContext(null, name);
    }

    /** What the body key is sealed for. */
    FieldContext ofBodyKey() {
        return new FieldContext(tenant, name, PURPOSE, null, 1);
    }
}
