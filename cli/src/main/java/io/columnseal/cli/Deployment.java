package io.columnseal.cli;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.key.DataKeyStore;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.JdbcRunStore;
import io.columnseal.reencrypt.RunStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a command works on, each part opened when it is first asked for. Not for many threads. */
final class Deployment implements AutoCloseable {

    private static final int DATA_CONNECTIONS = 4;

    private final CommandSettings settings;
    private final @Nullable SecretPrompt prompt;
    private final Databases databases;
    private @Nullable DataKeyStore keyStore;
    private @Nullable ColumnSeal seal;
    private @Nullable String actor;

    /** @param prompt asks for secrets that are not set; null to do without */
    Deployment(CommandSettings settings, @Nullable SecretPrompt prompt) {
        this.settings = settings;
        this.prompt = prompt;
        this.databases = new Databases(settings);
    }

    /** The key tables as they are, without the KMS that would vouch for them. */
    DataKeyStore keyStore() {
        DataKeyStore opened = keyStore;
        if (opened == null) {
            opened = settings.configuration().keyStore();
            keyStore = opened;
        }
        return opened;
    }

    /** Key tables and KMS, verified; whoever does something with keys is the {@link #actor}. */
    ColumnSeal seal() {
        ColumnSeal opened = seal;
        if (opened == null) {
            String principal = actor();
            opened = settings.configuration().toBuilder()
                    .actorResolver(() -> principal)
                    .build();
            seal = opened;
        }
        return opened;
    }

    /** What the settings say, for those who need parts of it. */
    PropertyConfiguration configuration() {
        return settings.configuration();
    }

    /** A setting that is no secret. */
    Optional<String> setting(String name) {
        return settings.get(name);
    }

    /** The line that holds the keys of an application without a key table; null if there is none. */
    @Nullable String bundle() {
        return settings.bundle();
    }

    /** A secret that only some commands need. */
    Optional<String> secret(String name, String question) {
        if (prompt != null) {
            prompt.ask(settings, name, question);
        }
        return settings.get(name);
    }

    /** The same of a secret that nothing vouches for yet: who is asked for it types it twice. */
    Optional<String> newSecret(String name, String question) {
        if (prompt != null) {
            prompt.askTwice(settings, name, question);
        }
        return settings.get(name);
    }

    /** The user whom the key database authenticated, or the operating system where the keys are in a file. */
    String actor() {
        String known = actor;
        if (known == null) {
            known = keyFile().map(FilePrincipal::in).orElseGet(this::databaseActor);
            actor = known;
        }
        return known;
    }

    /** The file of the keys, where they are in none of a database. */
    Optional<Path> keyFile() {
        return settings.get(CommandSettings.KEYS_FILE).map(Path::of);
    }

    private String databaseActor() {
        try (Connection connection = connectToKeys()) {
            return DatabasePrincipal.of(connection);
        } catch (SQLException e) {
            throw new DatabaseUnreachableException(CommandSettings.KEYS_URL, e);
        }
    }

    Connection connectToKeys() throws SQLException {
        return databases.connectToKeys();
    }

    /** The application's database, which is the one of the key tables unless settings name another. */
    DataSource data() {
        return data(DATA_CONNECTIONS);
    }

    /** The same with so many connections at once, at least, if nobody has asked for it before. */
    DataSource data(int connections) {
        return databases.data(Math.max(connections, DATA_CONNECTIONS));
    }

    /**
     * Where runs are remembered, without the KMS.
     *
     * @throws ConfigurationException if the keys are in a file: nothing is beside them that other processes could ask
     */
    RunStore runs() {
        if (keyFile().isPresent()) {
            throw new ConfigurationException(
                    CommandSettings.KEYS_FILE,
                    "is set, and runs are remembered beside key tables only, not beside a file");
        }
        return JdbcRunStore.on(databases.keys())
                .withSchema(settings.get(CommandSettings.KEYS_SCHEMA).orElse(""))
                .withTablePrefix(settings.get(CommandSettings.KEYS_TABLE_PREFIX).orElse(""));
    }

    /** The same; where the keys are in a file, this process alone remembers its run. */
    RunStore runsOrNone() {
        return keyFile().isPresent() ? new InMemoryRunStore() : runs();
    }

    @Override
    public void close() {
        if (seal != null) {
            seal.close();
        }
        if (keyStore != null) {
            keyStore.close();
        }
        databases.close();
    }
}
