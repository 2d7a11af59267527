package io.columnseal.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does something, and what it does it with. */
@Command
abstract class Operation implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    /** @return the exit code */
    abstract int run(Deployment deployment) throws Exception;

    @Override
    public final Integer call() throws Exception {
        try (Deployment deployment = root().deployment()) {
            return run(deployment);
        } catch (Error e) {
            // Left alone, it would end the virtual machine with the code of findings
            throw new IllegalStateException(e);
        }
    }

    void print(Listing results) {
        results.print(spec().commandLine().getOut(), root().json());
    }

    /** A result that is one text: nothing but it, for people to redirect. */
    void print(String field, String text) {
        if (root().json()) {
            print(new Listing(1, field).add(text));
        } else {
            PrintWriter out = spec().commandLine().getOut();
            out.println(text);
            out.flush();
        }
    }

    /** Something that is no result. */
    void note(String text) {
        PrintWriter err = spec().commandLine().getErr();
        err.println("columnseal: " + Terminal.printable(text));
        err.flush();
    }

    private ColumnSealCommand root() {
        return (ColumnSealCommand) spec().root().userObject();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
