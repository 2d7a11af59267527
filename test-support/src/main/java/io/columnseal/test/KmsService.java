package io.columnseal.test;

/** The service behind a {@link io.columnseal.kms.Kms} under test: whoever runs it can have it fail. */
public interface KmsService {

    /** From now on every request meets this fault, and no other one. */
    void meet(KmsFault fault);

    /** The next requests meet this fault, those after them are served. */
    void meet(KmsFault fault, int requests);

    /** Serves every request again; answers that were held back are given up. */
    void recover();

    /** How many requests for keys arrived so far, those that met a fault included, logins and the like not. */
    int requests();
}
