package io.columnseal.benchmarks.field;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;

/**
 * Ours, through its public API and with all of its defaults: every call finds its key in the key ring and covers header,
 * tenant and column.
 */
final class ColumnSealContestant implements Contestant {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final ColumnSeal seal = ColumnSeal.builder()
            .kms(LocalKms.fromHex(MASTER_KEY))
            .keyStore(new InMemoryDataKeyStore())
            .build();
    private final FieldCipher fields = seal.fields();
    private final FieldContext[] contexts;

    ColumnSealContestant(int tenants) {
        contexts = new FieldContext[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            contexts[tenant] = FieldContext.of(TestData.tenant(tenant), TestData.COLUMN);
        }
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) {
        return fields.encrypt(contexts[tenant], plaintext);
    }

    @Override
    public byte[] open(int tenant, Object sealed) {
        return fields.decrypt(contexts[tenant], (byte[]) sealed);
    }

    @Override
    public void close() {
        seal.close();
    }
}
