/**
 * Data keys wrapped with a key of Azure Key Vault or Azure Managed HSM.
 *
 * <pre>{@code
 * Kms kms = AzureKms.builder("https://clinic.vault.azure.net/keys/columnseal").build();
 * }</pre>
 *
 * <p>Azure binds no context to a wrapped key: the check value of its row does. And an RSA key, which is all that Key Vault
 * itself has, wraps for anybody who has its public half: there the environment's SYSTEM key is pinned, and production does
 * not start without the pin. The {@code oct-HSM} keys of Managed HSM have no public half. See {@link
 * io.columnseal.kms.azure.KeyWrapping}.
 *
 * <p>The caller needs {@code wrapKey} and {@code unwrapKey}, the role Key Vault Crypto Service Encryption User; {@code get}
 * is optional.
 */
@NullMarked
package io.columnseal.kms.azure;

import org.jspecify.annotations.NullMarked;
