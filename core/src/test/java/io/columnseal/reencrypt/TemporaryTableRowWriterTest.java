package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much memory of the server a page takes. */
class TemporaryTableRowWriterTest {

    @Test
    void countsKeysAtTheirFullLength() {
        assertThat(TemporaryTableRowWriter.bytes("varchar(36)")).isEqualTo(4 * 36);
        assertThat(TemporaryTableRowWriter.bytes("char(10)")).isEqualTo(4 * 10);
        assertThat(TemporaryTableRowWriter.bytes("varbinary(300)")).isEqualTo(300);
        assertThat(TemporaryTableRowWriter.bytes("bigint(20) unsigned")).isEqualTo(16);
        assertThat(TemporaryTableRowWriter.bytes("uuid")).isEqualTo(16);
    }
}
