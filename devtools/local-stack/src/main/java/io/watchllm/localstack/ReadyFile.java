package io.watchllm.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A file that a child writes when it serves; it counts once, so that one left by an earlier run says nothing. */
final class ReadyFile {
    private ReadyFile() {}

    /** Whether the file has been written; takes it away when it has. */
    static BooleanSupplier of(Path file) {
        forget(file);
        return () -> forget(file);
    }

    private static boolean forget(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LocalStackException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
