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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts the headers of files under the active keys. */
@Command(
        name = "reencrypt",
        mixinStandardHelpOptions = true,
        description =
                "Puts the headers of sealed files under their tenants' active FILE keys, in their place; bodies stay"
                        + " as they are. Ends with 1 if something could not be done or was skipped.")
final class FileReencrypt extends Operation {

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "sealed files, and folders of nothing else; links are followed here, and in folders only within them")
    private List<Path> paths = List.of();

    private final List<Path> roots = new ArrayList<>();

    private long moved;
    private long current;
    private long failed;
    private long skipped;

    @Override
    int run(Deployment deployment) throws IOException {
        SealedFiles files = deployment.seal().files();
        paths.forEach(path -> roots.add(real(path)));
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        reencrypt(files, file);
                    } else if (!leadsWhereOthersLead(file)) {
                        skip(file, attributes);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    failed(file, FailureReport.problem(error));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) {
                    if (error != null) {
                        failed(folder, FailureReport.problem(error));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        print(new Listing(4, "moved", "current", "failed", "skipped").add(moved, current, failed, skipped));
        return failed == 0 && skipped == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Who names a link means the file behind it. One that leads nowhere is skipped like those in folders. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
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
            failed(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed(file, FailureReport.problem(e));
        }
    }

    private void failed(Path file, String problem) {
        failed++;
        note(file + ": " + problem);
    }

    /** A link to what is in one of the folders, or is one of the files, that are gone through. */
    private boolean leadsWhereOthersLead(Path link) {
        Path target = real(link);
        return !Files.isSymbolicLink(target) && roots.stream().anyMatch(target::startsWith);
    }

    /** A key may be destroyed once nothing is under it, so whatever was not looked at has to be known. */
    private void skip(Path file, BasicFileAttributes attributes) {
        skipped++;
        note(file + ": skipped, it is "
                + (attributes.isSymbolicLink()
                        ? Files.exists(file)
                                ? "a link out of this folder; name what it leads to"
                                : "a link that leads nowhere"
                        : "no regular file"));
    }
}
