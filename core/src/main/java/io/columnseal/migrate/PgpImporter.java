package io.columnseal.migrate;

import io.columnseal.ConfigurationException;
import io.columnseal.ImportException;
import io.columnseal.internal.crypto.PgpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads what PostgreSQL's {@code pgp_sym_encrypt} and {@code pgp_sym_encrypt_bytea} of {@code pgcrypto} store, or {@code gpg
 * --symmetric}: OpenPGP messages under a password, binary, as they lie in a {@code bytea} column. Needs Bouncy Castle's {@code
 * bcpg-jdk18on} on the class path. Safe for use by many threads.
 *
 * <p>Texts come out as the message holds them: of one that was made with {@code convert-crlf=1}, lines end with CR and LF.
 *
 * <p>A message without a modification detection code ({@code disable-mdc}) does not open: whoever may write to the database
 * could have altered it unnoticed. One that is longer than 64 MiB does not, either.
 */
public final class PgpImporter implements Importer {

    private final char[] password;

    private PgpImporter(char[] password) {
        this.password = password;
    }

    /**
     * @param password copied
     * @throws ConfigurationException if Bouncy Castle's {@code bcpg-jdk18on} is not on the class path
     */
    public static PgpImporter of(char[] password) {
        try {
            PgpMessage.requireAvailable();
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "PgpImporter", "needs Bouncy Castle; add org.bouncycastle:bcpg-jdk18on to the class path", e);
        }
        return new PgpImporter(password.clone());
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        return PgpMessage.open(password, stored)
                .orElseThrow(() -> new ImportException(
                        "it is no OpenPGP message under this password with a modification detection code, or was altered",
                        null));
    }

    @Override
    public byte[] close(byte[] value, @Nullable String tenant) {
        return PgpMessage.seal(password, value);
    }
}
