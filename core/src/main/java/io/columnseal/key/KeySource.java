package io.columnseal.key;

import io.columnseal.SealListener;

/**
 * Where the {@link KeyRing} gets keys that it does not hold: the store and the KMS, with every check made. Called under
 * no lock; blocks as long as they do. What it returns is verified, or it throws.
 */
interface KeySource {

    /**
     * The active key of a tenant, created if the tenant has none; it seals.
     *
     * @param events collects what is to be told when the key serves: whoever hears of it may use the key at once
     * @throws io.columnseal.KeyUnusableException if none of the tenant's keys is active
     * @throws io.columnseal.KeyRejectedException if the active key's row does not authenticate
     */
    LoadedKey active(String tenant, KeyUsage usage, SealListener events);

    /**
     * Counts seals under a key before they are made.
     *
     * @return how many of them may be made, 0 if the key is not active any more
     * @throws io.columnseal.KeyUnusableException if the key may seal no more and could not be replaced
     */
    long reserveSeals(KeyIdentity key, long seals);

    /**
     * A key by its id, whatever its tenant.
     *
     * @param events collects what is to be told when the key serves
     * @throws io.columnseal.KeyNotFoundException if there is none
     * @throws io.columnseal.KeyUnusableException if its state forbids opening
     */
    LoadedKey byId(KeyId id, SealListener events);
}
