package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.TenantMissingException;
import org.junit.jupiter.api.Test;

class UnkeyedBlindIndexerTest {

    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};

    private final BlindIndexer indexer = new UnkeyedBlindIndexer();

    @Test
    void findsWhatItIndexed() {
        byte[] value = indexer.indexValue(SSN, FORM);

        assertThat(value).hasSize(BlindIndexer.VALUE_BYTES).startsWith(0);
        assertThat(indexer.lookupValues(SSN, FORM)).containsExactly(value, value);
        assertThat(new UnkeyedBlindIndexer().indexValue(SSN, FORM)).isEqualTo(value);
    }

    @Test
    void keepsTenantsAndColumnsApartAsWithKeys() {
        byte[] value = indexer.indexValue(SSN, FORM);

        assertThat(indexer.indexValue(SSN.withTenant("clinic-2"), FORM)).isNotEqualTo(value);
        assertThat(indexer.indexValue(IndexContext.of("clinic-1", "patient.phone", ""), FORM))
                .isNotEqualTo(value);
        assertThat(indexer.indexValue(IndexContext.of("clinic-1", "patient.ssn", "0a".repeat(32)), FORM))
                .isNotEqualTo(value);
    }

    @Test
    void refusesToIndexForNobody() {
        assertThatThrownBy(() -> indexer.indexValue(SSN.withTenant(null), FORM))
                .isInstanceOf(TenantMissingException.class);
    }
}
