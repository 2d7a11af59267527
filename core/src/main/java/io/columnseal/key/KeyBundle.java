package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.kms.Kms;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one tenant, wrapped, in one line of text: for an application that has a KMS and an environment variable, but
 * no key table.
 *
 * <pre>{@code
 * String line = KeyBundle.generate(Environment.PRODUCTION, kms, "default", "j.doe").text();   // once; ENCRYPTED_PHI_KEY
 * ColumnSeal seal = ColumnSeal.builder().kms(kms).keyStore(KeyBundle.fromEnvironment().store()).build();
 * }</pre>
 *
 * <p>It holds a FIELD key, an INDEX key and the SYSTEM key that authenticates them, each as a row of the key table would:
 * id, tenant, check value and wrapped key, all verified when they are used. No secret without the KMS; but whoever loses
 * it loses all data, so it belongs where backups are.
 *
 * <p>What a key table does, a line cannot: keys are neither made nor changed while the application runs, nor are columns
 * and nodes remembered, the access log ends with the process, and seals are counted for each process alone: rotate long
 * before 2^32 values. Immutable; safe for use by many threads.
 */
public final class KeyBundle {

    /** The environment variable that applications read. */
    public static final String VARIABLE = "ENCRYPTED_PHI_KEY";

    /** The property that configured applications read. */
    static final String SETTING = "columnseal.key-store.bundle";

    /** Begins the line, names the version of its layout: frozen by bundles that are in use. */
    private static final String PREFIX = "columnseal.keys.1.";

    private final List<DataKeyRow> rows;

    private KeyBundle(List<DataKeyRow> rows) {
        this.rows = rows;
    }

    /**
     * Makes new keys for a tenant.
     *
     * @param kms stays open; is asked to make and to unwrap three keys
     * @param tenant what {@code ColumnSeal.builder().defaultTenant(…)} says
     * @param actor who makes them, for the record; never blank
     * @throws io.columnseal.KmsException if the KMS fails
     */
    public static KeyBundle generate(Environment environment, Kms kms, String tenant, String actor) {
        StoredText.requireTenant(tenant, KeyUsage.FIELD);
        StoredText.requireActor(actor);
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        KeyCeremony ceremony = ceremony(environment, kms, store);
        AtomicReference<@Nullable StateMac> own = new AtomicReference<>();
        try {
            make(ceremony, request(SystemKey.TENANT, KeyUsage.SYSTEM, actor), null, systemKey -> {
                // The SYSTEM key authenticates its own row
                StateMac mac = StateMac.of(systemKey);
                own.set(mac);
                return mac;
            });
            StateMac mac = Objects.requireNonNull(own.get());
            make(ceremony, request(tenant, KeyUsage.FIELD, actor), null, key -> mac);
            make(ceremony, request(tenant, KeyUsage.INDEX, actor), null, key -> mac);
        } finally {
            wipe(own.get());
        }
        return new KeyBundle(store.rows());
    }

    /**
     * The bundle in the variable {@value #VARIABLE}.
     *
     * @throws ConfigurationException if it is not set, or is no bundle
     */
    public static KeyBundle fromEnvironment() {
        return parse(System.getenv(VARIABLE));
    }

    /**
     * Reads a bundle; its keys are verified when they are used.
     *
     * @param text what {@link #text()} returned; null or blank is an error like any other text
     * @throws ConfigurationException if it is no bundle
     */
    public static KeyBundle parse(@Nullable String text) {
        String line = text == null ? "" : text.strip();
        if (!line.startsWith(PREFIX)) {
            throw malformed(
                    line.isEmpty()
                            ? "is required: the line that KeyBundle.generate(…).text() made"
                            : "must begin with " + PREFIX
                                    + ", as the line does that KeyBundle.generate(…).text() made");
        }
        List<DataKeyRow> rows;
        try {
            byte[] encoded = Base64.getUrlDecoder().decode(line.substring(PREFIX.length()));
            rows = LengthPrefixed.decode(encoded).stream()
                    .map(BundledRow::decodeRow)
                    .toList();
        } catch (IllegalArgumentException e) {
            // Not chained: the decoder's message quotes the text
            throw malformed("was cut off or altered");
        }
        KeyBundle bundle = new KeyBundle(rows);
        if (!bundle.text().equals(line) || bundle.find(KeyUsage.SYSTEM).count() != 1) {
            throw malformed("was altered");
        }
        return bundle;
    }

    /**
     * This bundle with a new FIELD key; values under the former one still open.
     *
     * @param kms stays open
     * @param actor who rotates, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws io.columnseal.KeyRejectedException if the bundle was altered, or made under another KMS or environment
     * @throws io.columnseal.KmsException if the KMS fails
     */
    public KeyBundle rotated(Environment environment, Kms kms, String actor, String reason) {
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
        InMemoryDataKeyStore store = InMemoryDataKeyStore.of(rows);
        KeyUnwrapper unwrapper = unwrapper(environment, kms);
        DataKeyRow system = find(KeyUsage.SYSTEM).findFirst().orElseThrow();
        byte[] systemKey = unwrapper.open(system);
        StateMac mac = StateMac.of(systemKey);
        try {
            rows.forEach(mac::requireVerified);
            DataKeyRow active = find(KeyUsage.FIELD)
                    .filter(row -> row.state() == KeyState.ACTIVE)
                    .findFirst()
                    .orElseThrow(() -> malformed("holds no active FIELD key"));
            KeyIdentity identity = active.identity();
            KeyRequest request = new KeyRequest(
                    identity.tenant(), KeyUsage.FIELD, identity.suite(), actor, reason, KeyOperation.ROTATE);
            make(ceremony(environment, kms, store), request, active, key -> mac);
        } finally {
            Arrays.fill(systemKey, (byte) 0);
            mac.wipe();
        }
        return new KeyBundle(store.rows());
    }

    /** The line: no secret without the KMS. */
    public String text() {
        byte[] encoded = LengthPrefixed.encode(rows.stream()
                .sorted((left, right) -> Long.compareUnsigned(
                        left.identity().id().value(), right.identity().id().value()))
                .map(BundledRow::encodeRow)
                .toArray(byte[][]::new));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
    }

    /** A store of these keys, which makes and changes none. */
    public DataKeyStore store() {
        return new BundledKeyStore(
                InMemoryDataKeyStore.of(rows),
                SystemKeyPin.ofTrusted(find(KeyUsage.SYSTEM).findFirst().orElseThrow()));
    }

    /** What may be told of the keys. */
    public List<KeyInfo> keys() {
        return rows.stream().map(DataKeyRow::info).toList();
    }

    private Stream<DataKeyRow> find(KeyUsage usage) {
        return rows.stream().filter(row -> row.identity().usage() == usage);
    }

    private static KeyRequest request(String tenant, KeyUsage usage, String actor) {
        return new KeyRequest(
                tenant, usage, Suite.AES_256_GCM, actor, "keys in a line of text", KeyOperation.INITIALIZE);
    }

    /** Nothing is recorded: there is no log that would outlive this call. */
    private static KeyUnwrapper unwrapper(Environment environment, Kms kms) {
        return new KeyUnwrapper(KmsRouting.common(kms), new KekUses(entry -> {}, Clock.systemUTC()), environment);
    }

    private static KeyCeremony ceremony(Environment environment, Kms kms, DataKeyStore store) {
        Clock clock = Clock.systemUTC();
        return new KeyCeremony(
                store,
                KmsRouting.common(kms),
                null,
                unwrapper(environment, kms),
                new KekUses(entry -> {}, clock),
                environment,
                clock);
    }

    private static void make(
            KeyCeremony ceremony,
            KeyRequest request,
            @Nullable DataKeyRow predecessor,
            Function<byte[], StateMac> macs) {
        // Its row is all that is wanted: closing wipes the key
        ceremony.perform(request, predecessor, macs).close();
    }

    private static void wipe(@Nullable StateMac mac) {
        if (mac != null) {
            mac.wipe();
        }
    }

    private static ConfigurationException malformed(String problem) {
        return new ConfigurationException(VARIABLE, problem + " (in settings, " + SETTING + ")");
    }

    @Override
    public String toString() {
        return "KeyBundle" + keys();
    }
}
