package io.columnseal.sample.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Entry point: one argument, the directory for the database's files. Exits with 1 if anything shown did not happen. */
public final class DemoApplication {

    private DemoApplication() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        if (arguments.length != 1) {
            System.err.println("usage: demo DIR");
            System.exit(2);
        }
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        if (Files.exists(directory.resolve(Demo.DATABASE + ".mv.db"))) {
            System.err.println(directory + " holds the files of a demo already; name another directory");
            System.exit(2);
        }
        Console console = new Console(System.out, Boolean.getBoolean("demo.terminal"));
        try {
            new Demo(directory, console).run();
        } catch (DemoFailure failure) {
            System.err.println("FAILED: " + failure.getMessage());
            System.exit(1);
        }
    }
}
