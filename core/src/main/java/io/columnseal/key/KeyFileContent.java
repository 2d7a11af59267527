package io.columnseal.key;

/** What a key file says: all that a store holds, and where its access log ends. */
record KeyFileContent(StoreContent store, KeyFileLog.End log) {

    static final KeyFileContent EMPTY = new KeyFileContent(StoreContent.EMPTY, KeyFileLog.End.NOTHING);
}
