package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys in a file, for an application whose database is a local one: {@code clinic.db.key} beside {@code clinic.db}.
 *
 * <pre>{@code
 * ColumnSeal seal = ColumnSeal.builder()
 *         .kms(kms)
 *         .keyStore(FileDataKeyStore.at(Path.of("clinic.db.key")).createIfMissing())
 *         .build();
 * }</pre>
 *
 * <p>The file is JSON that only its owner may read, and holds wrapped keys, no secret without the KMS; {@code
 * docs/format.md} describes it. Every change writes a whole new file beside it and renames that: a process that ends
 * anywhere leaves the old or the new one. A file that is missing, cut off or edited is refused, never begun anew. Beside it
 * are the access log, {@code .log}, which belongs to it, and a {@code .lock} without content.
 *
 * <p>Several processes of one machine may use it. Made for some hundred keys on a local disk: each change writes all of
 * it, and locks of network file systems cannot be relied on. Safe for use by many threads.
 */
public final class FileDataKeyStore implements DataKeyStore {

    /** The property that configured applications read. */
    public static final String SETTING = "columnseal.key-store.file";

    private final KeyFile file;
    private final Path path;
    private final boolean create;
    private final FileAccessLog accessLog;

    private FileDataKeyStore(Path path, boolean create) {
        this(path, create, InstantSource.system(), step -> {});
    }

    /** @param step told between any two things that are done to the disk */
    FileDataKeyStore(Path path, boolean create, InstantSource clock, Consumer<String> step) {
        this.path = path.toAbsolutePath().normalize();
        this.create = create;
        this.file = new KeyFile(this.path, clock, step);
        this.accessLog = new FileAccessLog(file);
    }

    /** The keys in this file, which must be there. Nothing is read yet. */
    public static FileDataKeyStore at(Path file) {
        return new FileDataKeyStore(file, false);
    }

    /**
     * Refuses settings that say two places for keys, since those in one of them would be taken for missing.
     *
     * @throws ConfigurationException if a file is set, and a bundle or a URL besides
     */
    public static void requireAlone(@Nullable String file, @Nullable String bundle, @Nullable String url) {
        if (isSet(file) && (isSet(bundle) || isSet(url))) {
            throw new ConfigurationException(
                    SETTING,
                    "is set, and so is " + (isSet(url) ? "columnseal.key-store.url" : KeyBundle.SETTING)
                            + ", but keys lie in one place: clear one of them");
        }
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    /**
     * The same, created by {@link #verify()} if it was never there: with it, a folder for this user only, unless there is
     * one. A file that is missing beside its access log is not created but refused.
     */
    public FileDataKeyStore createIfMissing() {
        return new FileDataKeyStore(path, true);
    }

    /**
     * Checks that the file is there, or creates it if this was told to, that it is sound, and that others can neither read
     * nor replace it.
     *
     * @throws io.columnseal.KeyFileException if that is not so
     */
    @Override
    public void verify() {
        file.verify(create);
    }

    @Override
    public Optional<DataKeyRow> find(KeyId id) {
        return stored().find(id);
    }

    @Override
    public List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
        return stored().findAll(tenant, usage, malformed);
    }

    @Override
    public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
        return stored().findActive(tenant, usage);
    }

    @Override
    public KeyPage page(@Nullable KeyId after, int limit) {
        return stored().page(after, limit);
    }

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return file.change(store -> store.write(rows, entries, chain));
    }

    @Override
    public boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return file.change(store -> store.restore(rows, entries, chain));
    }

    @Override
    public OptionalLong reserveSeals(KeyId id, long seals, long limit) {
        return file.change(store -> store.reserveSeals(id, seals, limit));
    }

    @Override
    public void returnSeals(KeyId id, long seals, long counted) {
        file.change(store -> {
            store.returnSeals(id, seals, counted);
            return store;
        });
    }

    @Override
    public long revision() {
        return stored().revision();
    }

    @Override
    public KeyChanges changesSince(long revision) {
        return stored().changesSince(revision);
    }

    @Override
    public boolean isEmpty() {
        return stored().isEmpty();
    }

    @Override
    public ColumnRegistry columns() {
        return new FileColumnRegistry(file);
    }

    @Override
    public NodeRegistry nodes() {
        return new FileNodeRegistry(file);
    }

    /** Nothing keeps the owner of the file from editing it: what its MACs do not show, an audit sink does. */
    @Override
    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public KeyNotes notes() {
        return new FileKeyNotes(file);
    }

    @Override
    public ApprovalStore approvals() {
        return new FileApprovalStore(file);
    }

    private InMemoryDataKeyStore stored() {
        return file.read().store();
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return "FileDataKeyStore[" + path + "]";
    }
}
