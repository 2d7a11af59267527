package io.columnseal.cli;

import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import io.columnseal.file.SealedFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts the headers of files under the active keys. */
@Command(
        name = "reencrypt",
        mixinStandardHelpOptions = true,
        description =
                "Puts the headers of sealed files under their tenants' active FILE keys, in their place; bodies stay"
                        + " as they are. Ends with 1 if a file could not be done.")
final class FileReencrypt extends Operation {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "sealed files, and folders of nothing else")
    private List<Path> paths = List.of();

    private long moved;
    private long current;
    private long failed;

    @Override
    int run(Deployment deployment) throws IOException {
        SealedFiles files = deployment.seal().files();
        for (Path path : paths) {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        reencrypt(files, file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    failed(file, error);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        print(new Listing(3, "moved", "current", "failed").add(moved, current, failed));
        return failed == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private void reencrypt(SealedFiles files, Path file) {
        try {
            if (files.reencryptHeader(file)) {
                moved++;
            } else {
                current++;
            }
        } catch (ColumnSealException e) {
            if (e instanceof Retryable) {
                // It would be the same for every file
                throw e;
            }
            failed(file, e);
        } catch (IOException e) {
            failed(file, e);
        }
    }

    private void failed(Path file, Exception error) {
        failed++;
        note(file + ": " + error.getMessage());
    }
}
