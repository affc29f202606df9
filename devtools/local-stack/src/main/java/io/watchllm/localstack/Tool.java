package io.watchllm.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end. */
final class Tool {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MESSAGE_CHARS_MAX = 2000;

    private Tool() {}

    /**
     * Runs a program, and something beside it now and then.
     *
     * @throws IOException when it fails, with what it wrote
     */
    static void run(Path folder, List<String> command, Duration interval, Runnable meanwhile) throws IOException {
        var written = Files.createTempFile("watchllm-tool-", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(written.toFile())
                    .start();
            try {
                await(process, interval, meanwhile);
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                var text = Files.readString(written).strip();
                throw new IOException(command.getFirst() + " ended with exit code " + process.exitValue() + ": "
                        + text.substring(Math.max(0, text.length() - MESSAGE_CHARS_MAX)));
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static void await(Process process, Duration interval, Runnable meanwhile) throws IOException {
        var rounds = LIMIT.dividedBy(interval);
        try {
            for (var round = 0L; round < rounds; round++) {
                if (process.waitFor(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                meanwhile.run();
            }
            throw new IOException("it did not end within " + LIMIT.toMinutes() + " minutes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
