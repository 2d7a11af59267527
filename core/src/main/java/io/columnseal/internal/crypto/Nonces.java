package io.columnseal.internal.crypto;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Random 96-bit nonces from generators of NIST SP 800-90A that the operating system seeds. Drawn ahead in blocks, which
 * makes one a fifth of the price of asking a generator for each. Lock-free but for drawing a block; safe for use by many
 * threads.
 */
public final class Nonces {

    /**
     * Nonces live a second at most before they are used, for the sake of snapshots that nobody announces; the clock may
     * lag behind by the rest.
     */
    private static final long LIFE_NANOS = Duration.ofMillis(900).toNanos();

    private final LongSupplier clock;
    private final int mask = Stripe.count() - 1;
    private final AtomicReferenceArray<@Nullable NonceBlock> blocks = new AtomicReferenceArray<>(mask + 1);
    private volatile Generators generators = new Generators(mask + 1);

    /** @param clock nanoseconds, behind the time by a tenth of a second at most */
    public Nonces(LongSupplier clock) {
        this.clock = clock;
    }

    /** Writes a nonce that was never handed out before. */
    public void next(byte[] target, int offset) {
        NonceBlock block = block();
        while (!block.next(target, offset)) {
            block = draw(stripe());
        }
    }

    /**
     * Forgets all randomness that was drawn ahead and seeds anew from the operating system: two processes restored from
     * one snapshot would draw the same nonces, which is fatal for GCM.
     */
    public void renew() {
        generators = new Generators(mask + 1);
    }

    /** The block that the calling thread's nonces come from. */
    NonceBlock block() {
        NonceBlock block = blocks.get(stripe());
        return block != null && block.isFresh(generators, clock.getAsLong(), LIFE_NANOS) ? block : draw(stripe());
    }

    private int stripe() {
        return Stripe.ofThread() & mask;
    }

    private NonceBlock draw(int stripe) {
        Generators current = generators;
        long drawnAt = clock.getAsLong();
        byte[] nonces = new byte[NonceBlock.NONCES * AeadCipher.NONCE_BYTES];
        current.of(stripe).fill(nonces, drawnAt);
        NonceBlock block = new NonceBlock(nonces, current, drawnAt);
        blocks.set(stripe, block);
        return block;
    }

    /** One generator per stripe, since a generator is locked while it works. */
    private static final class Generators {

        private final AtomicReferenceArray<@Nullable NonceGenerator> byStripe;

        Generators(int count) {
            byStripe = new AtomicReferenceArray<>(count);
        }

        NonceGenerator of(int stripe) {
            NonceGenerator generator = byStripe.get(stripe);
            if (generator == null) {
                NonceGenerator created = new NonceGenerator(LIFE_NANOS);
                NonceGenerator other = byStripe.compareAndExchange(stripe, null, created);
                return other == null ? created : other;
            }
            return generator;
        }
    }
}
