package io.columnseal.key;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.backup.SteppedBackups;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.FailpointDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A JVM of {@link KeyOperationKillTest}: starts an operation on keys and, when it comes to a failpoint for the n-th time,
 * says so on its standard output and does nothing more, on whichever thread, until it is killed. At the end it tells how
 * often it came to each failpoint. Values that it sealed are printed at once: whatever happens, they must open.
 */
final class KilledOperation {

    static final String FAILPOINT = "at the failpoint";
    static final String END = "at the end";
    static final String SEALED = "sealed ";
    static final String HITS = "hits ";
    static final String OLD_KEK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String NEW_KEK = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    static final String BACKUP = "nightly";

    private final Map<String, Integer> hits = new TreeMap<>();
    private final String failpoint;
    private final int times;
    private volatile boolean armed;

    private KilledOperation(String failpoint, int times) {
        this.failpoint = failpoint;
        this.times = times;
    }

    /** What is killed. */
    enum Kind {
        FIRST_KEY,
        ROTATE,
        REWRAP,
        BACKUP,
        RESTORE,
        RESTORE_OVER
    }

    public static void main(String[] arguments) {
        KilledOperation operation = new KilledOperation(arguments[3], Integer.parseInt(arguments[4]));
        Path folder = Path.of(arguments[2]);
        Kind kind = Kind.valueOf(arguments[0]);
        if (arguments[1].startsWith("jdbc:")) {
            try (HikariDataSource pool = new HikariDataSource()) {
                pool.setJdbcUrl(arguments[1]);
                pool.setUsername("postgres");
                pool.setMaximumPoolSize(2);
                pool.setMinimumIdle(0);
                operation.run(
                        kind,
                        JdbcDataKeyStore.on(FailpointDataSource.of(pool, "", operation::hit))
                                .withTablePrefix(arguments[5]),
                        folder);
            }
        } else {
            operation.run(
                    kind,
                    new FileDataKeyStore(
                            folder.resolve(arguments[5] + ".key"), true, InstantSource.system(), operation::hit),
                    folder);
        }
    }

    private void run(Kind kind, DataKeyStore store, Path folder) {
        if (kind == Kind.RESTORE) {
            store.verify();
            armed = true;
            new BackupRestore(Environment.TEST, store, failing(LocalKms.fromHex(OLD_KEK)), folder)
                    .restore(BACKUP, Set.of(), "j.doe", "test");
        } else {
            armed = kind == Kind.FIRST_KEY;
            Kms kms = kind == Kind.REWRAP ? LocalKms.fromHex(NEW_KEK).withPrevious(OLD_KEK) : LocalKms.fromHex(OLD_KEK);
            try (ColumnSeal seal = start(failing(kms), store)) {
                armed = true;
                perform(kind, seal, folder);
            }
        }
        armed = false;
        synchronized (this) {
            hits.forEach((name, count) -> System.out.println(HITS + name + " " + count));
        }
        System.out.println(END);
    }

    private void perform(Kind kind, ColumnSeal seal, Path folder) {
        switch (kind) {
            case FIRST_KEY -> seal(seal, "clinic-new");
            case ROTATE -> {
                seal.keys().rotate("clinic-0", "j.doe", "test");
                seal(seal, "clinic-0");
            }
            case REWRAP -> seal.keks().rewrap("j.doe", "test");
            case BACKUP ->
                SteppedBackups.of(seal, folder, step -> hit("backup-" + step)).create(BACKUP, "j.doe", "test");
            case RESTORE_OVER -> {
                Backups backups = seal.backups(folder);
                backups.restore(BACKUP, Set.copyOf(backups.plan(BACKUP).destroyedSince()), "j.doe", "test");
            }
            case RESTORE -> throw new IllegalStateException("without an instance");
        }
    }

    static ColumnSeal start(Kms kms, DataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .build();
    }

    static FieldContext context(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    private static void seal(ColumnSeal seal, String tenant) {
        byte[] sealed = seal.fields().encrypt(context(tenant), PLAINTEXT);
        System.out.println(SEALED + tenant + " " + HexFormat.of().formatHex(sealed));
    }

    private Kms failing(Kms kms) {
        Consumer<String> hit = this::hit;
        return (Kms) Proxy.newProxyInstance(
                Kms.class.getClassLoader(), new Class<?>[] {Kms.class}, (proxy, method, arguments) -> {
                    boolean call = Set.of("generateDataKey", "wrap", "unwrap", "rewrap")
                            .contains(method.getName());
                    if (call) {
                        hit.accept("kms-" + method.getName());
                    }
                    try {
                        Object result = method.invoke(kms, arguments);
                        if (call) {
                            hit.accept("kms-" + method.getName() + "-done");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void hit(String name) {
        if (armed && isTheOne(name)) {
            System.out.println(FAILPOINT);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private synchronized boolean isTheOne(String name) {
        return hits.merge(name, 1, Integer::sum) == times && name.equals(failpoint);
    }
}
