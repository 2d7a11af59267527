/**
 * Data keys wrapped with the transit engine of HashiCorp Vault or OpenBao.
 *
 * <pre>{@code
 * Kms kms = VaultKms.builder(URI.create("https://vault.example:8200"), "columnseal")
 *         .login(VaultLogin.appRole(roleId, secretId))
 *         .build();
 * }</pre>
 *
 * <p>The transit key has to be made with {@code derived=true}: then Vault derives another key of each encryption context,
 * and a wrapped data key unwraps with its own context only. Of a key that was made without, Vault takes no notice of the
 * context, so such a key is refused by a probe before anything is wrapped.
 */
@NullMarked
package io.columnseal.kms.vault;

import org.jspecify.annotations.NullMarked;
