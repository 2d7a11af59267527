package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.KeyStoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who has which range, and when it is taken from somebody. */
class RangeClaimsTest {

    private static final String RUN = "rotation";
    private static final String PART = "patient";
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final RunRanges ranges = new InMemoryRunRanges();
    private final SimulatedTime time = new SimulatedTime();
    private final RangeClaims north = node("north", ranges);
    private final RangeClaims south = node("south", ranges);

    @Test
    void givesEachNodeARangeOfItsOwn() {
        assertThat(north.take(PART, RangeClaimsTest::threeRanges))
                .get()
                .extracting(KeyRange::upTo)
                .isEqualTo("10");
        assertThat(south.take(PART, RangeClaimsTest::threeRanges))
                .get()
                .extracting(KeyRange::upTo)
                .isEqualTo("20");
        north.finish();
        assertThat(north.take(PART, RangeClaimsTest::threeRanges)).get().satisfies(range -> {
            assertThat(range.after()).isEqualTo("20");
            assertThat(range.upTo()).isNull();
        });
        south.finish();
        assertThat(south.take(PART, RangeClaimsTest::threeRanges)).isEmpty();
        assertThat(south.isOpen(PART)).isFalse();
        assertThat(south.isDone(PART)).isFalse();
        north.finish();
        assertThat(south.isDone(PART)).isTrue();
    }

    @Test
    void takesOverARangeAfterItsLeaseAtThePositionWhereItWas() {
        north.take(PART, after -> null);
        north.reached("7", new RunFigures(8, 8, 0, 0));
        north.beat();

        assertThat(south.isOpen(PART)).isFalse();
        pass(LEASE.minusMillis(1));
        assertThat(south.take(PART, after -> null)).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(south.isOpen(PART)).isTrue();
        assertThat(south.take(PART, after -> null))
                .get()
                .extracting(KeyRange::start)
                .isEqualTo("7");
        south.reached("9", new RunFigures(2, 2, 0, 0));
        south.finish();
        assertThat(ranges.figures(RUN)).isEqualTo(new RunFigures(10, 10, 0, 0));
    }

    @Test
    void leavesARangeToANodeThatGivesSignsOfLife() {
        north.take(PART, after -> null);
        for (int i = 0; i < 5; i++) {
            assertThat(south.take(PART, after -> null)).isEmpty();
            pass(LEASE.minusMillis(1));
            north.beat();
        }

        assertThat(south.take(PART, after -> null)).isEmpty();
        assertThat(north.isHeld()).isTrue();
    }

    @Test
    void tellsANodeThatSleptThatItsRangeIsTaken() {
        north.take(PART, after -> null);
        south.isOpen(PART);
        pass(LEASE);
        south.take(PART, after -> null);

        north.reached("9", new RunFigures(9, 9, 0, 0));
        north.beat();

        assertThat(north.isHeld()).isFalse();
        north.finish();
        assertThat(south.isHeld()).isTrue();
        assertThat(ranges.open(RUN, PART)).singleElement().satisfies(range -> {
            assertThat(range.owner()).isEqualTo("south");
            assertThat(range.position()).isNull();
            assertThat(range.done()).isFalse();
        });
    }

    @Test
    void letsOthersHaveAtOnceWhatIsReleased() {
        north.take(PART, after -> null);
        north.reached("7", RunFigures.NONE);
        north.release();

        assertThat(south.take(PART, after -> null))
                .get()
                .extracting(KeyRange::start)
                .isEqualTo("7");
    }

    @Test
    void keepsARangeWhoseSignOfLifeWasWrittenButNotAnswered() {
        boolean[] deaf = new boolean[1];
        RangeClaims west = node("west", new Forwarding(ranges) {
            @Override
            public boolean replace(KeyRange known, KeyRange next) {
                boolean replaced = super.replace(known, next);
                if (deaf[0]) {
                    throw new KeyStoreUnavailableException("remember a range", null);
                }
                return replaced;
            }
        });
        west.take(PART, after -> null);
        west.reached("3", RunFigures.NONE);
        deaf[0] = true;
        west.beat();
        deaf[0] = false;
        west.reached("5", RunFigures.NONE);
        west.beat();

        assertThat(west.isHeld()).isTrue();
        assertThat(ranges.open(RUN, PART))
                .singleElement()
                .extracting(KeyRange::position)
                .isEqualTo("5");
    }

    private RangeClaims node(String name, RunRanges store) {
        return new RangeClaims(store, RUN, name, LEASE, time.runTime().nanoTime());
    }

    private void pass(Duration duration) {
        time.runTime().pause().accept(duration.toNanos());
    }

    private static @Nullable String threeRanges(@Nullable String after) {
        return after == null ? "10" : after.equals("10") ? "20" : null;
    }

    /** A store on another machine. */
    private static class Forwarding implements RunRanges {

        private final RunRanges ranges;

        Forwarding(RunRanges ranges) {
            this.ranges = ranges;
        }

        @Override
        public List<KeyRange> open(String run, String part) {
            return ranges.open(run, part);
        }

        @Override
        public boolean add(KeyRange range) {
            return ranges.add(range);
        }

        @Override
        public boolean replace(KeyRange known, KeyRange next) {
            return ranges.replace(known, next);
        }

        @Override
        public RunFigures figures(String run) {
            return ranges.figures(run);
        }
    }
}
