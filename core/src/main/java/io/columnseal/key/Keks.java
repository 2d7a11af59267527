package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyStoreException;
import io.columnseal.KmsException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations on the keys that wrap data keys (KEKs), the {@code seal.keks()} of the facade.
 *
 * <p>A KEK is rotated beside running applications. The KMS is configured with the new one as its current and the old one
 * as a previous one; from then on new data keys are wrapped under the new one, and every row says which one it needs.
 * {@link #rewrap} moves the rest: no stored value is touched, since the data keys stay the same. The old KEK may go out of
 * the configuration when {@link KekStatus#isUnused} says so, and is destroyed when no backup needs it any more. All nodes
 * must know the new KEK before the first of them wraps under it: configure it everywhere as a previous key first.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Keks {

    private static final Logger LOG = LoggerFactory.getLogger(Keks.class);

    private static final String UNNAMED =
            "no key and no entry of the access log names it: only keys of which the log cannot tell are marked";

    private final OperationGate gate;
    private final Supplier<StateMac> mac;
    private final KmsRouting routing;
    private final CurrentKeks current;
    private final Rewrapping rewrapping;
    private final KekCensus census;
    private final KekCompromise compromise;
    private final KekUses log;
    private volatile Consumer<KekCompromiseReport> afterCompromise = report -> {};

    /** @param log writes at once */
    Keks(
            OperationGate gate,
            Supplier<StateMac> mac,
            KmsRouting routing,
            CurrentKeks current,
            Rewrapping rewrapping,
            KekCensus census,
            KekCompromise compromise,
            KekUses log) {
        this.gate = gate;
        this.mac = mac;
        this.routing = routing;
        this.current = current;
        this.rewrapping = rewrapping;
        this.census = census;
        this.compromise = compromise;
        this.log = log;
    }

    /** @param follower see {@link io.columnseal.ColumnSealBuilder#afterKekCompromise} */
    void afterCompromise(Consumer<KekCompromiseReport> follower) {
        afterCompromise = follower;
    }

    /** Has the KMS of a key wrap what it, or another one, wrapped before under another KEK. */
    static Function<DataKeyRow, WrappedKey> rewrappedBy(KmsRouting routing) {
        return row -> {
            WrappedKey wrapped = Objects.requireNonNull(row.wrappedKey());
            EncryptionContext context = row.identity().encryptionContext();
            Kms from = routing.unwrapping(row.identity(), wrapped.kekId());
            Kms to = routing.wrapping(row.identity());
            if (from == to) {
                return to.rewrap(wrapped, context);
            }
            byte[] dataKey = from.unwrap(wrapped, context);
            try {
                return to.wrap(dataKey, context);
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        };
    }

    /**
     * Counts the keys under each KEK. Reads every row. Asks each KMS which KEK wraps keys now (one that does not tell its
     * state makes a data key for it, which is thrown away), and the common one about SYSTEM keys that a first start left behind.
     *
     * @throws KmsException if the common KMS does not tell
     * @throws KeyStoreException if the key store fails
     */
    public KekStatus status() {
        StateMac authentic = mac.get();
        current.learn();
        return census.take(authentic);
    }

    /**
     * Wraps every key that is not destroyed under its tenant's current KEK, and under the recovery key if one is
     * configured: of every tenant, usage and state, the SYSTEM key included. Each is stored only after its new wrapping was unwrapped
     * and proven. Stopped anywhere, it is simply run again; on several nodes at once, each key is done by one of them.
     * A row that does not authenticate is left alone and reported, and so are keys whose tenant's own KMS fails.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws KeyOperationRefusedException if the actor may not
     * @throws KmsException if the KMS fails other than over a single key; what was done stays
     * @throws KeyStoreException if the key store fails; what was done stays
     */
    public RewrapReport rewrap(String actor, String reason) {
        return rewrapped(null, actor, reason);
    }

    /**
     * The same for the keys of one tenant: those who brought their own key get it by this, and those who take it back leave
     * it. The KMS that the keys come from has to answer as well as the one that they go to.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return with the status of all keys, and failures of this tenant's
     */
    public RewrapReport rewrap(String tenant, String actor, String reason) {
        return rewrapped(tenant, actor, reason);
    }

    /**
     * Answers the leak of a KEK. Whoever has it, and the key table or an old copy of it, has the data keys: so every data
     * key that it wraps or ever wrapped, as far as the access log tells, and every one of which the log cannot tell, is marked as
     * COMPROMISED, each active one is replaced in the same write by one that the current KEK wraps, and all keys are wrapped under
     * the current KEK. What fails for one key stops no other. Stopped anywhere, it is simply run again, also on several nodes at
     * once. Afterwards, complete or not, {@link io.columnseal.ColumnSealBuilder#afterKekCompromise} follows, unless the key store
     * failed.
     *
     * <p>Before it, the new KEK is the current one of every node, and the leaked one is configured as a previous one. The
     * SYSTEM key is wrapped anew but not replaced: whoever has it can sign edited rows and entries of the access log.
     *
     * @param kekId the leaked KEK, as {@link KekStatus#keys()} names it
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws ConfigurationException if new keys would still be wrapped under it, it wrapped none, or no KMS knows it and it
     *     wraps some; nothing was done
     * @throws KeyOperationRefusedException if the actor may not, or not alone
     * @throws KmsException if the common KMS fails other than over a single key; what was done stays
     * @throws KeyStoreException if the key store fails; what was done stays
     */
    public KekCompromiseReport markCompromised(String kekId, String actor, String reason) {
        KeyAccess access = gate.permitted(
                new KeyAccess(KeyOperation.COMPROMISE_KEK, actor, reason, null, null, replacement(kekId)));
        StateMac authentic = mac.get();
        KekCompromise.Exposure exposure;
        try {
            exposure = compromise.requireAnswerable(kekId);
        } catch (RuntimeException e) {
            GatedRecords.recordFailed(
                    entry(kekId, new Deed(access.operation(), access.actor(), access.reason())), e, log);
            throw e;
        }
        // Again: the KMS may know its KEK by another name since it was asked
        current.learnAsFarAsTold();
        Deed deed = gate.approved(access.about(replacement(kekId)));
        log.record(entry(kekId, deed).context(exposure.isNamed() ? "begun" : "begun; " + UNNAMED));
        if (!exposure.isNamed()) {
            LOG.warn("The KEK {} is marked as compromised, and {}. Is it spelt as it was?", kekId, UNNAMED);
        }
        Deed marking = new Deed(KeyOperation.COMPROMISE, deed.actor(), deed.reason());
        KekCompromise.Marks marks = new KekCompromise.Marks();
        Rewrapping.Pass pass;
        KekCompromiseReport report;
        try {
            compromise.mark(exposure, marking, marks);
            pass = rewrapping.pass(new Deed(KeyOperation.REWRAP, deed.actor(), deed.reason()), null, authentic);
            compromise.markLate(kekId, marking, marks);
            report = new KekCompromiseReport(
                    kekId, marks.marked(), marks.failures(), report(pass, authentic), marks.late());
        } catch (RuntimeException e) {
            log.record(entry(kekId, deed)
                    .context(String.format(
                            Locale.ROOT,
                            "stopped; %,d keys marked",
                            marks.marked().size()))
                    .failed(e));
            throw e;
        }
        record(report, pass, deed);
        // Whatever stopped the pass: what is marked has its successors, and values can move
        follow(report);
        pass.requireEnded();
        return report;
    }

    private String replacement(String kekId) {
        return kekId + ", replaced by " + rewrapping.targets(null);
    }

    private EntryBuilder entry(String kekId, Deed deed) {
        return log.use(deed.operation().name(), routing.common().kekId(), deed.actor())
                .previousKek(kekId)
                .reason(deed.reason());
    }

    private void record(KekCompromiseReport report, Rewrapping.Pass pass, Deed deed) {
        EntryBuilder entry = entry(report.kekId(), deed)
                .context(String.format(
                        Locale.ROOT,
                        "%,d keys marked, %,d failed; %s",
                        report.marked().size(),
                        report.failures().size(),
                        report.rewrap().status()));
        if (pass.stopped() != null) {
            entry.failed(pass.stopped());
        } else if (!report.complete()) {
            entry.failed("incomplete");
        }
        log.record(entry);
    }

    private void follow(KekCompromiseReport report) {
        Consumer<KekCompromiseReport> follower = afterCompromise;
        Thread thread = new Thread(
                () -> {
                    try {
                        follower.accept(report);
                    } catch (RuntimeException e) {
                        LOG.warn(
                                "What was to follow the compromise of {} failed: {}",
                                report.kekId(),
                                KekCompromise.described(e));
                    }
                },
                "columnseal-after-compromise");
        thread.setDaemon(true);
        thread.start();
    }

    private RewrapReport rewrapped(@Nullable String tenant, String actor, String reason) {
        StateMac authentic = mac.get();
        KeyAccess permitted = gate.permitted(
                new KeyAccess(KeyOperation.REWRAP, actor, reason, tenant, null, rewrapping.targets(tenant)));
        // An approval names what the services call their KEKs now, and rows are compared with that
        current.learn();
        Deed deed = gate.approved(permitted.about(rewrapping.targets(tenant)));
        Rewrapping.Pass pass = rewrapping.pass(deed, tenant, authentic);
        pass.requireEnded();
        return report(pass, authentic);
    }

    private RewrapReport report(Rewrapping.Pass pass, StateMac authentic) {
        return new RewrapReport(pass.rewrapped(), pass.failures(), census.take(authentic));
    }
}
