package io.columnseal.cli;

/** An argument that no command could take, whatever the deployment is like. Nothing was done. */
final class WrongArgumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong with it; shown, so without what was given */
    WrongArgumentException(String argument, String problem) {
        super(argument + ": " + problem);
    }
}
