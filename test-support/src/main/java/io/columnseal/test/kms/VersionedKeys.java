package io.columnseal.test.kms;

import io.columnseal.test.KmsService;

/** A service whose keys have versions, which wrapped keys name. */
public interface VersionedKeys extends KmsService, AutoCloseable {

    /** Makes a key with one version that data keys can be wrapped by; returns its name without a version. */
    String createWrappingKey(String id);

    /** Gives a key a new version, which wraps from now on; the former ones still unwrap. Returns that version's name. */
    String rotate(String key);

    /** Switches one version off, given its name. */
    void disable(String version);

    /** Denies to describe keys, as a role does that only wraps and unwraps. */
    void denyGet();

    @Override
    void close();
}
