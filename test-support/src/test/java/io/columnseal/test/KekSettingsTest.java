package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KekSettings;
import io.columnseal.kms.Kms;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KekSettingsTest {

    private static final int TENANTS = 20;

    private final List<String> asked = new ArrayList<>();

    /** Whoever has but an alias may ask its service each time. */
    @Test
    void asksEachKmsOnceWhetherItKnowsTheNameOfItsOwnKey() {
        TreeMap<String, Kms> tenants = new TreeMap<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            tenants.put("tenant-" + tenant, behindAnAlias());
        }

        KekSettings settings = new KekSettings(new TestKms(), tenants, tenant -> null, "default");

        assertThat(settings.tenants()).hasSize(TENANTS);
        assertThat(asked).hasSize(TENANTS).doesNotHaveDuplicates();
    }

    private Kms behindAnAlias() {
        return new ForwardingKms(new TestKms()) {
            @Override
            public boolean knows(String kekId) {
                asked.add(kekId);
                return false;
            }
        };
    }
}
