package io.columnseal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that says that it has written a part of a file, and then waits for ever. */
final class EndedWriting {

    private EndedWriting() {}

    public static void main(String[] arguments) throws IOException {
        WholeFile.write(Path.of(arguments[0]), true, target -> {
            target.write(new byte[] {1, 2, 3});
            System.out.println("written");
            System.out.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
    }
}
