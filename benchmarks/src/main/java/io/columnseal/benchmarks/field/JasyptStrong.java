package io.columnseal.benchmarks.field;

import org.jasypt.encryption.pbe.PooledPBEByteEncryptor;
import org.jasypt.iv.RandomIvGenerator;

/**
 * Jasypt's strongest algorithm, the one of its {@code AES256BinaryEncryptor}, in the pooled encryptor it recommends for
 * several cores. It derives a key from the password, with 1000 iterations, on every call.
 */
final class JasyptStrong implements Contestant {

    private final PooledPBEByteEncryptor[] encryptors;

    JasyptStrong(int tenants) {
        encryptors = new PooledPBEByteEncryptor[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            PooledPBEByteEncryptor encryptor = new PooledPBEByteEncryptor();
            encryptor.setPoolSize(Runtime.getRuntime().availableProcessors());
            encryptor.setAlgorithm("PBEWITHHMACSHA512ANDAES_256");
            encryptor.setIvGenerator(new RandomIvGenerator());
            encryptor.setPassword("password of " + TestData.tenant(tenant));
            encryptors[tenant] = encryptor;
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
