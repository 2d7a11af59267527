package io.columnseal.hibernate.schema;

import io.columnseal.ColumnSeal;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.internal.EncryptionService;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;

/**
 * Remembers each encrypted column beside the keys, and refuses to start when one is now sealed for another name than
 * before: a renamed table or column would make its stored values look tampered with.
 */
public final class ColumnRegistration implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final transient EncryptionService encryption;
    private final transient List<RequiredColumn> columns;

    public ColumnRegistration(EncryptionService encryption, List<RequiredColumn> columns) {
        this.encryption = encryption;
        this.columns = List.copyOf(columns);
    }

    /** @throws UnsupportedMappingException if the context of an attribute changed; the message shows what to write */
    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        ColumnSeal seal = encryption.seal();
        String application = encryption.application();
        Map<String, RegisteredColumn> known = seal.columns().find(application).stream()
                .collect(Collectors.toMap(column -> column.entity() + "." + column.attribute(), Function.identity()));
        for (RequiredColumn column : columns) {
            EncryptedAttribute attribute = column.attribute();
            RegisteredColumn before = known.get(attribute.entity() + "." + attribute.path());
            if (before != null) {
                refuseIfChanged(attribute, before);
            }
        }
        seal.columns()
                .register(columns.stream()
                        .map(column -> registered(application, column))
                        .toList());
    }

    private static void refuseIfChanged(EncryptedAttribute attribute, RegisteredColumn before) {
        if (!before.context().equals(attribute.context())) {
            throw refused(attribute, "context", before.context(), attribute.context());
        }
        if (!before.purpose().equals(attribute.purpose())) {
            throw refused(attribute, "purpose", before.purpose(), attribute.purpose());
        }
    }

    private static UnsupportedMappingException refused(
            EncryptedAttribute attribute, String what, String before, String now) {
        return new UnsupportedMappingException(
                attribute.entity(),
                attribute.path(),
                "its stored values are sealed for " + what + " \"" + before + "\" and would not open for \"" + now
                        + "\"",
                "Write @Encrypted(" + what + " = \"" + before
                        + "\"); if no value was ever stored, delete its row from the" + " table of registered columns");
    }

    private static RegisteredColumn registered(String application, RequiredColumn column) {
        EncryptedAttribute attribute = column.attribute();
        return new RegisteredColumn(
                application,
                attribute.entity(),
                attribute.path(),
                column.qualifiedTable(),
                column.quotedColumn(),
                attribute.context(),
                attribute.purpose(),
                attribute.codec().name(),
                attribute.storage());
    }
}
