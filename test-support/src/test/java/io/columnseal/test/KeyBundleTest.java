package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyBundle;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RestoredRow;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that have a KMS and a variable, but no key table. */
class KeyBundleTest {

    private static final FieldContext SSN = FieldContext.of("default", "patient.ssn");
    private static final IndexContext SSN_INDEX = IndexContext.of("default", "patient.ssn", "");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final String line =
            KeyBundle.generate(Environment.PRODUCTION, kms, "default", "test").text();

    @Test
    void startsFromTheLineAndTheKmsAlone() {
        byte[] sealed;
        byte[] indexed;
        try (ColumnSeal seal = start(line)) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            indexed = seal.indexes().indexValue(SSN_INDEX, PLAINTEXT);
        }
        try (ColumnSeal other = start(line)) {
            assertThat(other.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(other.indexes().indexValue(SSN_INDEX, PLAINTEXT)).isEqualTo(indexed);
        }
        assertThat(kms.calls(TestKms.Call.GENERATE)).as("made once").isEqualTo(3);
    }

    @Test
    void startsFromSettings() {
        String masterKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        String made = KeyBundle.generate(Environment.PRODUCTION, LocalKms.fromHex(masterKey), "default", "test")
                .text();
        Map<String, String> settings =
                Map.of("columnseal.key-store.bundle", made, "columnseal.kms.local.master-key", masterKey);

        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void holdsAKeyForIndexesToo() {
        assertThat(KeyBundle.parse(line).keys())
                .extracting(KeyInfo::usage)
                .containsExactlyInAnyOrder(KeyUsage.SYSTEM, KeyUsage.FIELD, KeyUsage.INDEX);
    }

    /** The line comes from where no writer of a database is. */
    @Test
    void needsNoPinUnderAKekThatWrapsForAnybody() {
        Kms forAnybody = new ForwardingKms(kms) {
            @Override
            public boolean authenticates() {
                return false;
            }
        };
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(forAnybody)
                .keyStore(KeyBundle.parse(line).store())
                .build()) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void makesNoKeyWhileTheApplicationRuns() {
        try (ColumnSeal seal = start(line)) {
            assertThatThrownBy(() -> seal.fields().encrypt(FieldContext.of("other", "patient.ssn"), PLAINTEXT))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("ENCRYPTED_PHI_KEY")
                    .hasMessageContaining("other");
            assertThatThrownBy(() -> seal.keys().rotate("default", "test", "test"))
                    .isInstanceOf(ConfigurationException.class);
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void opensWhatItSealedBeforeARotation() {
        byte[] sealed;
        try (ColumnSeal seal = start(line)) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        KeyBundle rotated = KeyBundle.parse(line).rotated(Environment.PRODUCTION, kms, "test", "a year has passed");

        assertThat(rotated.keys().stream().filter(key -> key.usage() == KeyUsage.FIELD))
                .extracting(KeyInfo::state)
                .containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.RETIRED);
        try (ColumnSeal seal = start(rotated.text())) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(Arrays.copyOf(seal.fields().encrypt(SSN, PLAINTEXT), 9)).isNotEqualTo(Arrays.copyOf(sealed, 9));
        }
    }

    @Test
    void belongsToItsEnvironmentAndItsKms() {
        assertThatThrownBy(() -> ColumnSeal.builder()
                        .environment(Environment.TEST)
                        .kms(kms)
                        .keyStore(KeyBundle.parse(line).store())
                        .build())
                .isInstanceOf(KeyRejectedException.class);
        assertThatThrownBy(() -> ColumnSeal.builder()
                        .kms(new TestKms())
                        .keyStore(KeyBundle.parse(line).store())
                        .build())
                .isInstanceOf(ColumnSealException.class);
    }

    @Test
    void sealsNothingUnderALineWithAnyCharacterEdited() {
        // Every bit of every key is in some character; every few characters will do
        for (int position = 0; position < line.length(); position += 5) {
            char replacement = line.charAt(position) == 'A' ? 'B' : 'A';
            String edited = line.substring(0, position) + replacement + line.substring(position + 1);
            assertThatThrownBy(() -> {
                        try (ColumnSeal seal = start(edited)) {
                            seal.fields().encrypt(SSN, PLAINTEXT);
                            seal.indexes().indexValue(SSN_INDEX, PLAINTEXT);
                        }
                    })
                    .as("character %d", position)
                    .isInstanceOf(ColumnSealException.class);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "columnseal.keys.1.", "columnseal.keys.2.AAA", "columnseal.keys.1.!", "AQID"})
    void namesTheVariableOfATextThatIsNoBundle(String text) {
        assertThatThrownBy(() -> KeyBundle.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ENCRYPTED_PHI_KEY: ");
    }

    @Test
    void refusesALineThatIsCutOffOrLengthened() {
        for (String text : List.of(line.substring(0, line.length() - 4), line + "AAAA", line + "=")) {
            assertThatThrownBy(() -> KeyBundle.parse(text))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageNotContaining(line.substring(20, 40));
        }
    }

    @Test
    void restoresNoBackupIntoALine() {
        DataKeyStore store = KeyBundle.parse(line).store();
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();

        assertThatThrownBy(() -> store.restore(
                        List.of(new RestoredRow(row, RestoredRow.ABSENT)), List.of(), AccessLogChain.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clinic-1");
        assertThat(store.find(row.identity().id())).isEmpty();
    }

    @Test
    void printsIdsOnly() {
        assertThat(KeyBundle.parse(line).toString()).doesNotContain(line.substring(20, 40));
        assertThat(Set.of(line.split("\\s"))).as("one word").hasSize(1);
    }

    private ColumnSeal start(String text) {
        return ColumnSeal.builder()
                .kms(kms)
                .keyStore(KeyBundle.parse(text).store())
                .build();
    }
}
