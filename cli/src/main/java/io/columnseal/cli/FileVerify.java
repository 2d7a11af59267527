package io.columnseal.cli;

import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import io.columnseal.file.FileContext;
import io.columnseal.file.SealedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds out whether sealed files open, and writes nothing of what they hold. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads sealed files to their ends and tells which open; shows and writes nothing of them. Ends with 5 if"
                        + " one does not open, or else with 3 if one cannot be read.")
final class FileVerify extends Operation {

    @Mixin
    private FileFor whose = new FileFor();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "sealed files")
    private List<Path> paths = List.of();

    @Override
    int run(Deployment deployment) {
        FileContext context = whose.context();
        SealedFiles files = deployment.seal().files();
        Listing listing = new Listing(2, "file", "opens");
        int code = ExitCode.OK;
        for (Path path : paths) {
            int verdict = verify(files, context, path);
            listing.add(path, verdict == ExitCode.OK);
            code = Math.max(code, verdict);
        }
        print(listing);
        return code;
    }

    /** A file that cannot be read hides no verdict on the others. */
    private int verify(SealedFiles files, FileContext context, Path path) {
        try {
            return opens(files, context, path) ? ExitCode.OK : ExitCode.NOT_GENUINE;
        } catch (IOException e) {
            note(FailureReport.problem(e));
            return ExitCode.REFUSED;
        }
    }

    private boolean opens(SealedFiles files, FileContext context, Path path) throws IOException {
        try (InputStream sealed = Files.newInputStream(path)) {
            files.open(context, sealed, OutputStream.nullOutputStream());
            return true;
        } catch (ColumnSealException e) {
            if (e instanceof Retryable) {
                throw e;
            }
            note(path + ": " + e.getMessage());
            return false;
        }
    }
}
