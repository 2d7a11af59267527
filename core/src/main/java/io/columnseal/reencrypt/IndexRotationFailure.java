package io.columnseal.reencrypt;

import io.columnseal.KeyException;

/**
 * A rotation of a tenant's INDEX key that could not be looked at, or could not end, because of one of its keys. The
 * rotation goes on, and so do those of other tenants.
 *
 * @param failure names the key and what to do
 */
public record IndexRotationFailure(String tenant, KeyException failure) {}
