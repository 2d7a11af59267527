package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.index.IndexContext;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another node rotates an INDEX key between the moments in which this one reads its row and those of other keys. */
class IndexRotationRaceTest {

    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};

    private final TestKms kms = new TestKms();
    private final DataKeyStore store = new InMemoryDataKeyStore();
    private final ColumnSeal other = start(store);

    @BeforeEach
    void indexAValue() {
        other.indexes().indexValue(SSN, FORM);
    }

    @AfterEach
    void close() {
        other.close();
    }

    /** Nodes that hold the earlier key alone would not find values of the new one. */
    @Test
    void valuesAreMadeWithTheKeyThatEveryNodeKnows() {
        try (ColumnSeal seal = start(new RotatedBetweenReads())) {
            byte[] value = seal.indexes().indexValue(SSN, FORM);

            assertThat(versions(seal)).containsExactly(2, 1);
            assertThat(value).startsWith(1);
        }
    }

    @Test
    void aRotationReturnsTheWinnersKey() {
        try (ColumnSeal seal = start(new RotatedBetweenReads())) {
            KeyInfo rotated = seal.keys().rotateIndex("clinic-1", "j.doe", "test");

            assertThat(rotated.changedBy()).isEqualTo("other");
            assertThat(rotated.version()).isEqualTo(2);
        }
    }

    private static List<Integer> versions(ColumnSeal seal) {
        return seal.keys().indexHistory("clinic-1").stream()
                .map(KeyInfo::version)
                .toList();
    }

    private ColumnSeal start(DataKeyStore keyStore) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(keyStore)
                .build();
    }

    /** The active row is read before all rows are. */
    private final class RotatedBetweenReads extends ForwardingStore {

        private boolean rotated;

        RotatedBetweenReads() {
            super(store);
        }

        @Override
        public List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
            if (usage == KeyUsage.INDEX && !rotated) {
                rotated = true;
                other.keys().rotateIndex(tenant, "other", "test");
            }
            return super.findAll(tenant, usage, malformed);
        }
    }
}
