package io.columnseal.file;

import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;

/**
 * What stands readable at the beginning of a sealed file. Says nothing of whether the file is genuine.
 *
 * @param suite algorithm that the body key is sealed with
 * @param key the FILE key that it is sealed under, whose row names the tenant
 * @param name the name of the {@link FileContext}
 */
public record FileHeader(Suite suite, KeyId key, String name) {}
