package io.watchllm.localstack.child;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A program that knows nothing of its parent, such as a {@code clickhouse} binary, under {@link ParentWatch}: it is
 * stopped when the parent lets go, and this process ends with its exit code. Arguments: the command line.
 */
public final class BinaryMain {
    private static final Duration ORDERLY_STOP_MAX = ParentWatch.ORDERLY_STOP_MAX.minusSeconds(1);

    private BinaryMain() {}

    /** Starts the program and waits for it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var program = new ProcessBuilder(arguments)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ParentWatch.start(() -> awaitEnd(program.destroyForcibly()), () -> awaitEnd(stop(program)));
        var exit = program.waitFor();
        Runtime.getRuntime().halt(exit);
    }

    private static Process stop(Process program) {
        program.destroy();
        return program;
    }

    private static void awaitEnd(Process program) {
        try {
            if (!program.waitFor(ORDERLY_STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
