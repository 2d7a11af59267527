package io.columnseal.file;

import io.columnseal.key.KeyId;

/**
 * A sealed file, all of which was verified.
 *
 * @param key the FILE key by which it opened
 * @param bodyHeader where its body begins: readable, random, and no other file's; stays when the file is re-encrypted
 */
public record VerifiedFile(KeyId key, byte[] bodyHeader) {

    public VerifiedFile {
        bodyHeader = bodyHeader.clone();
    }

    @Override
    public byte[] bodyHeader() {
        return bodyHeader.clone();
    }
}
