package io.columnseal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import io.columnseal.UnsupportedMappingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexHistoryTest {

    private static final String OLD = "0a".repeat(32);
    private static final String NEW = "0b".repeat(32);
    private static final IndexColumn BIDX = new IndexColumn("", "ssn_bidx", OLD, 128);
    private static final RegisteredColumn BEFORE = column("Patient", "ssn", BIDX);
    private static final IndexColumn CURRENT = new IndexColumn("", "ssn_bidx", OLD, 128, Uniqueness.CURRENT);
    private static final IndexColumn NEXT = new IndexColumn("", "ssn_bidx_next", OLD, 128, Uniqueness.NEXT);

    private final IndexHistory history = new IndexHistory(List.of(BEFORE));

    @Test
    void acceptsWhatItWas() {
        assertThatCode(() -> check(history, BEFORE)).doesNotThrowAnyException();
    }

    @Test
    void acceptsAnIndexThatIsNewGoneOrMoved() {
        assertThatCode(() -> {
                    check(history, column("Patient", "ssn"));
                    check(history, column("Patient", "ssn", new IndexColumn("", "elsewhere", OLD, 128)));
                    check(history, column("Patient", "name", new IndexColumn("", "name_bidx", NEW, 128)));
                    check(history, column("Patient", "ssn", new IndexColumn("last4", "ssn_last4", NEW, 128)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAChangedNormalizerWithTheRemedy() {
        RegisteredColumn changed = column("Patient", "ssn", new IndexColumn("", "ssn_bidx", NEW, 128));

        assertThatThrownBy(() -> check(history, changed))
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("Patient.ssn")
                .hasMessageContaining("patient.ssn_bidx")
                .hasMessageContaining("Put the normalizers, the extractor and the name back");
    }

    @Test
    void refusesANormalizerThatWasAddedOrTakenAway() {
        RegisteredColumn without = column("Patient", "ssn", new IndexColumn("", "ssn_bidx", "", 128));

        assertThatThrownBy(() -> check(history, without)).isInstanceOf(UnsupportedMappingException.class);
        assertThatThrownBy(() -> check(new IndexHistory(List.of(without)), BEFORE))
                .isInstanceOf(UnsupportedMappingException.class);
    }

    @Test
    void refusesAChangeThatComesWithAnotherColumnOrAnotherAttribute() {
        assertThatThrownBy(() -> check(history, column("Patient", "ssn", new IndexColumn("", "elsewhere", NEW, 128))))
                .isInstanceOf(UnsupportedMappingException.class);
        assertThatThrownBy(() -> check(history, column("Patient", "number", new IndexColumn("", "ssn_bidx", NEW, 128))))
                .isInstanceOf(UnsupportedMappingException.class);
    }

    @Test
    void namesEveryTableWithOldIndexValues() {
        RegisteredColumn changed = column("Patient", "ssn", new IndexColumn("", "ssn_bidx", NEW, 128));

        assertThatThrownBy(() -> history.check(changed, index -> List.of("clinic.patient", "clinic.in_patient")))
                .hasMessageContaining(
                        "update clinic.patient set ssn_bidx = null; update clinic.in_patient set ssn_bidx = null;")
                .hasMessageContaining("in the key database: update columnseal_columns set blind_indexes = '' where")
                .hasMessageContaining("everyValue().run()");
    }

    @Test
    void tellsOfAnIndexThatWasGoneForAWhileWithTheStatementThatTakesTheMarkAway() {
        RegisteredColumn before = column("Patient", "ssn", BIDX, new IndexColumn("last4", "o'four", "", 128));
        RegisteredColumn gone = column("Patient", "ssn").following(List.of(before), List.of());
        IndexHistory history = new IndexHistory(List.of(gone));

        assertThatCode(() -> check(history, BEFORE)).doesNotThrowAnyException();
        assertThat(history.remedyIfBack(BEFORE, BIDX).orElseThrow())
                .contains("everyValue().run()")
                .contains("update columnseal_columns set blind_indexes = '128:" + OLD
                        + "::ssn_bidx\ngone:128::last4:o''four' where application = 'clinic' and entity = 'Patient' and"
                        + " attribute = 'ssn';");
        assertThat(this.history.remedyIfBack(BEFORE, BIDX)).isEmpty();
    }

    @Test
    void tellsOfAnIndexThatWasGoneWhileItsAttributeWasRenamed() {
        RegisteredColumn gone = new RegisteredColumn(
                        "clinic", "Patient", "number", "patient", "ssn", "patient.ssn", "field", "text", Storage.BINARY)
                .following(List.of(BEFORE), List.of());
        IndexHistory history = new IndexHistory(List.of(BEFORE, gone));

        assertThat(history.remedyIfBack(BEFORE, BIDX).orElseThrow())
                .contains(
                        "set blind_indexes = '' where application = 'clinic' and entity = 'Patient' and attribute = 'number'")
                .contains("attribute = 'ssn'");
    }

    @Test
    void acceptsAnIndexOnceItIsForgotten() {
        RegisteredColumn gone = column("Patient", "ssn").following(List.of(BEFORE), List.of());
        IndexColumnsText text = new IndexColumnsText(gone.indexes(), gone.goneIndexes());

        assertThat(text.write()).isEqualTo("gone:128:" + OLD + "::ssn_bidx");
        assertThat(text.without("ssn_bidx").write()).isEmpty();
        assertThatCode(() -> check(new IndexHistory(List.of(column("Patient", "ssn"))), BEFORE))
                .doesNotThrowAnyException();
    }

    @Test
    void tellsAnIndexThatTheColumnDidNotHaveBefore() {
        IndexColumn last4 = new IndexColumn("last4", "ssn_last4", "", 128);

        assertThat(history.isNew(BEFORE, last4)).isTrue();
        assertThat(history.isNew(BEFORE, BIDX)).isFalse();
        assertThat(history.isNew(column("Doctor", "ssn"), last4)).isFalse();
    }

    @Test
    void acceptsAnIndexThatBecomesUniqueOrIsSoNoLonger() {
        RegisteredColumn unique = column("Patient", "ssn", CURRENT, NEXT);

        assertThatCode(() -> {
                    check(history, unique);
                    check(new IndexHistory(List.of(unique)), BEFORE);
                    check(new IndexHistory(List.of(unique)), unique);
                })
                .doesNotThrowAnyException();
        assertThat(history.isNew(unique, CURRENT)).isFalse();
        assertThat(history.isNew(unique, NEXT)).isTrue();
    }

    @Test
    void tellsOfAUniqueIndexThatWasNotUniqueForAWhile() {
        RegisteredColumn unique = column("Patient", "ssn", CURRENT, NEXT);
        RegisteredColumn since = BEFORE.following(List.of(unique), List.of());

        IndexHistory history = new IndexHistory(List.of(since));
        assertThatCode(() -> check(history, unique)).doesNotThrowAnyException();
        assertThat(history.remedyIfBack(unique, CURRENT)).isEmpty();
        assertThat(history.remedyIfBack(unique, NEXT).orElseThrow())
                .contains(
                        "set blind_indexes = 'CURRENT:128:" + OLD + "::ssn_bidx\nNEXT:128:" + OLD + "::ssn_bidx_next'");
    }

    @Test
    void storesWhichColumnsBelongToAUniqueIndex() {
        IndexColumnsText text = new IndexColumnsText(List.of(CURRENT, NEXT), List.of(NEXT));

        assertThat(text.write())
                .isEqualTo("CURRENT:128:" + OLD + "::ssn_bidx\nNEXT:128:" + OLD + "::ssn_bidx_next\ngone:NEXT:128:"
                        + OLD + "::ssn_bidx_next");
        assertThat(IndexColumnsText.read(text.write())).isEqualTo(text);
    }

    @Test
    void readsWhatEarlierReleasesStored() {
        IndexColumnsText text = IndexColumnsText.read("128:" + OLD + "::ssn_bidx\n128::last4:ssn_last4");

        assertThat(text.indexes()).containsExactly(BIDX, new IndexColumn("last4", "ssn_last4", "", 128));
        assertThat(text.gone()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone:",
                "gone:gone:128:::c",
                "NONE:128:::c",
                "NEXT:NEXT:128:::c",
                "a:b:c",
                "x:::c",
                "128:::",
                "128:XY::c",
                "128::a",
                "0:::c",
                "\n"
            })
    void doesNotReadAnEditedRegistry(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IndexColumnsText.read(text));
    }

    private static void check(IndexHistory history, RegisteredColumn current) {
        history.check(current, index -> List.of(current.table()));
    }

    private static RegisteredColumn column(String entity, String attribute, IndexColumn... indexes) {
        return new RegisteredColumn(
                "clinic",
                entity,
                attribute,
                "patient",
                attribute,
                "patient." + attribute,
                "field",
                "text",
                Storage.BINARY,
                List.of(indexes));
    }
}
