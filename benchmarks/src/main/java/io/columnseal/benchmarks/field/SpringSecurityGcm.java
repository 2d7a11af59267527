package io.columnseal.benchmarks.field;

import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.encrypt.Encryptors;

/**
 * Spring Security's {@code Encryptors.stronger}: AES-256-GCM with a random 16-byte nonce and no associated data, the key
 * derived from a password when it is made. One encryptor per tenant, shared by all threads (it locks).
 */
final class SpringSecurityGcm implements Contestant {

    private final BytesEncryptor[] encryptors;

    SpringSecurityGcm(int tenants) {
        encryptors = new BytesEncryptor[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            encryptors[tenant] = Encryptors.stronger("password of " + TestData.tenant(tenant), "5c0744940b5c369b");
        }
    }

    @Override
    public Object seal(int tenant, byte[] plaintext) {
        return encryptors[tenant].encrypt(plaintext);
    }

    @Override
    public byte[] open(int tenant, Object sealed) {
        return encryptors[tenant].decrypt((byte[]) sealed);
    }
}
