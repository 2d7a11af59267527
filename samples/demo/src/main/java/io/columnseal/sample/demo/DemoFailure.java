package io.columnseal.sample.demo;

/** Something that the demo shows did not happen. */
final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }

    static void unless(boolean happened, String message) {
        if (!happened) {
            throw new DemoFailure(message);
        }
    }
}
