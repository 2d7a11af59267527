package io.columnseal.hibernate;

/** Whose key seals the values of an encrypted attribute. */
public enum Scope {
    /**
     * The key of the session's tenant: only that tenant's sessions can read the values. In an application without
     * tenants, the default tenant's.
     */
    TENANT,

    /** The key of the default tenant: values are readable and writable in every session, whatever its tenant. */
    SHARED
}
