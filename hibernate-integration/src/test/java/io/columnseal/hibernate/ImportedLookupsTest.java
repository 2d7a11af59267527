package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.QueryRefusedException;
import io.columnseal.Storage;
import io.columnseal.index.FoldCase;
import io.columnseal.migrate.FernetImporter;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.TextImporter;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lookups in a column in migration whose unsealed values an importer reads. */
class ImportedLookupsTest {

    private final ColumnSeal seal = TestFactory.seal();

    @AfterEach
    void stop() {
        seal.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p.token = :x",
                "p.token <> :x",
                "p.token in (:x, 'y')",
                "p.token not in (:x, 'y')",
                "lower(p.token) = lower(:x)",
                "p.token = 'y' and :x = 'x'"
            })
    void thatWouldMissWhatAnotherLibrarySealedAreRefused(String condition) {
        try (SessionFactory node = node("token", fernet(), "seal")) {
            assertThatThrownBy(() -> find(node, condition, "x"))
                    .isExactlyInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("Person.token")
                    .hasMessageContaining("importer that is not comparable")
                    .hasMessageContaining("'strict'");
        }
    }

    @Test
    void thatWouldMissWhatAnotherLibrarySealedAreRefusedBesideHibernate() {
        try (SessionFactory node = node("token", fernet(), "backfill")) {
            SealedColumnAccess access = SealedColumns.of(node).column(Person.class, "token");

            assertThatThrownBy(() -> access.lookupValues("x"))
                    .isExactlyInstanceOf(QueryRefusedException.class)
                    .hasMessageContaining("'strict'")
                    .hasMessageNotContaining("through Hibernate");
        }
    }

    @Test
    void thatFindNothingWhateverRowsHoldAreNoneOfTheImporters() {
        try (SessionFactory node = node("token", fernet(), "seal")) {
            assertThat(find(node, "p.token is null and :x = 'x'", "x")).isEmpty();
            assertThat(find(node, "p.email = :x", "x")).isEmpty();
        }
    }

    @Test
    void withoutCaseAreRefusedWhereTheDatabaseSeesNoText() {
        Importer texts = TextImporter.of(seal.codecs().find(String.class).orElseThrow());
        try (SessionFactory node = node("email", texts, "seal")) {
            RawRows.update(
                    node, "insert into person (id, email) values (1, ?)", "Ann".getBytes(StandardCharsets.UTF_8));

            assertThat(find(node, "p.email = :x", "Ann")).containsExactly(1L);
            for (String condition : List.of("lower(p.email) = lower(:x)", "upper(p.email) <> upper(:x)")) {
                assertThatThrownBy(() -> find(node, condition, "Ann"))
                        .isExactlyInstanceOf(QueryRefusedException.class)
                        .hasMessageContaining("Person.email")
                        .hasMessageContaining("in migration by an importer")
                        .hasMessageContaining("compare the attribute itself");
            }
        }
    }

    private static Importer fernet() {
        return FernetImporter.of("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
    }

    private static List<Long> find(SessionFactory node, String condition, String value) {
        return node.fromSession(session -> session.createQuery(
                        "select p.id from Person p where " + condition + " order by p.id", Long.class)
                .setParameter("x", value)
                .list());
    }

    private SessionFactory node(String column, Importer importer, String phase) {
        return TestFactory.of(Person.class)
                .seal(seal)
                .setting("columnseal.migration.person." + column, phase)
                .setting("columnseal.importer.person." + column, importer)
                .build();
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(normalizer = FoldCase.class)
        @Column(length = 200)
        String token;

        @Encrypted @BlindIndex(normalizer = FoldCase.class)
        @Column(length = 200)
        String email;
    }
}
