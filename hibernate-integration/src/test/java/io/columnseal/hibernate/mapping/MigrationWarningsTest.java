package io.columnseal.hibernate.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.codec.Codecs;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.LoggedLines;
import io.columnseal.hibernate.TestFactory;
import io.columnseal.migrate.FernetImporter;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.TextImporter;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log says of a column in migration when an application starts. */
class MigrationWarningsTest {

    private static final String REFUSED = "Lookups of person.name are refused until it is strict";

    private final Importer fernet = FernetImporter.of("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
    private final Importer texts =
            TextImporter.of(Codecs.standard().find(String.class).orElseThrow());

    @Test
    void nameTheColumnAndItsPhase() {
        assertThat(warnings(Person.class, null))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("person.name is in migration, phase SEAL"));
    }

    @Test
    void sayThatLookupsAreRefusedWhereAnImporterIsNotComparable() {
        assertThat(warnings(Person.class, fernet))
                .anySatisfy(line -> assertThat(line).startsWith(REFUSED));
    }

    @Test
    void sayNothingOfLookupsThatWork() {
        assertThat(warnings(Person.class, texts)).hasSize(1);
        assertThat(warnings(Unindexed.class, fernet)).hasSize(1);
    }

    private static List<String> warnings(Class<?> entity, Importer importer) {
        TestFactory factory = TestFactory.of(entity).setting("columnseal.migration.person.name", "seal");
        if (importer != null) {
            factory.setting("columnseal.importer.person.name", importer);
        }
        try (LoggedLines lines = LoggedLines.of(MigrationSettings.class)) {
            factory.build().close();
            return lines.messages();
        }
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        @Column(length = 200)
        String name;
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Unindexed {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @Column(length = 200)
        String name;
    }
}
