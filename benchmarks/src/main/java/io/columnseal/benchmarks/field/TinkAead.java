package io.columnseal.benchmarks.field;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/** Tink's AES-256-GCM: one keyset and primitive per tenant, made once and shared by all threads, associated data given. */
final class TinkAead implements Contestant {

    private final Aead[] aeads;
    private final byte[][] associatedData;

    TinkAead(int tenants) throws Exception {
        AeadConfig.register();
        associatedData = TestData.associatedDataOf(tenants);
        aeads = new Aead[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            aeads[tenant] = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        }
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) throws Exception {
        return aeads[tenant].encrypt(plaintext, associatedData[tenant]);
    }

    @Override
    public byte[] open(int tenant, Object sealed) throws Exception {
        return aeads[tenant].decrypt((byte[]) sealed, associatedData[tenant]);
    }
}
