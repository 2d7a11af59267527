package io.columnseal.key;

import io.columnseal.SealListener;

/**
 * Where the {@link KeyRing} gets keys that it does not hold: the store, which finds them, and the KMS, which unwraps what
 * was found, with every check made. Called under no lock; blocks as long as they do. What is loaded is verified, or it
 * throws.
 */
interface KeySource {

    /**
     * Finds the active key of a tenant, made if the tenant has none; once loaded, it seals.
     *
     * @param events collects what is to be told when the key serves: whoever hears of it may use the key at once
     * @throws io.columnseal.KeyUnusableException if none of the tenant's keys is active
     */
    FoundKey active(String tenant, KeyUsage usage, SealListener events);

    /**
     * Counts seals under a key before they are made.
     *
     * @return how many of them may be made, none if the key is not active any more
     * @throws io.columnseal.KeyUnusableException if the key may seal no more and could not be replaced
     */
    CountedSeals reserveSeals(KeyIdentity key, long seals);

    /** Gives seals back that were counted and will never be made, as {@link DataKeyStore#returnSeals} has it. */
    void returnSeals(KeyId key, CountedSeals unused);

    /**
     * Finds a key by its id, whatever its tenant.
     *
     * @param events collects what is to be told when the key serves
     * @throws io.columnseal.KeyNotFoundException if there is none
     * @throws io.columnseal.KeyUnusableException if its state forbids opening
     */
    FoundKey byId(KeyId id, SealListener events);
}
