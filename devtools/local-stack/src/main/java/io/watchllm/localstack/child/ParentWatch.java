package io.watchllm.localstack.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process when its parent lets go of standard input, be it by closing it or by dying. A folder named by the
 * system property {@value #DELETE_PROPERTY} is deleted then; without one the engine gets a bounded time to stop in
 * order.
 */
public final class ParentWatch {
    /** System property with the folder that goes with this process; not set when the folder is to stay. */
    public static final String DELETE_PROPERTY = "watchllm.engine.delete";

    /** How long an engine whose folder stays may take to stop in order. */
    public static final Duration ORDERLY_STOP_MAX = Duration.ofSeconds(10);

    /** Bounded to some 5 s, for machines where a process that is gone stays in the table. */
    private static final String DELETE_WHEN_GONE =
            "n=0; while [ $n -lt 50 ] && kill -0 \"$1\"; do sleep 0.1; n=$((n+1)); done; rm -rf -- \"$2\"";

    /** The thread that reads standard input, once there is one. */
    private static volatile @Nullable Thread watch;

    private ParentWatch() {}

    /** As {@link #start(Runnable, Runnable)}, with nothing to do at once. */
    public static void start(Runnable orderlyStop) {
        start(() -> {}, orderlyStop);
    }

    /**
     * Watches standard input from a thread of its own.
     *
     * @param sudden called when the parent is gone and the folder goes with it; it ends what this process started
     * @param orderlyStop called once when the parent is gone and the folder stays; the process ends when it returns,
     *     and at the latest after {@link #ORDERLY_STOP_MAX}
     */
    public static void start(Runnable sudden, Runnable orderlyStop) {
        watch = daemon("parent-watch", () -> {
            readToEnd(System.in);
            var folder = System.getProperty(DELETE_PROPERTY);
            if (folder != null) {
                sudden.run();
                deleteAfterwards(Path.of(folder));
                Runtime.getRuntime().halt(0);
            }
            var stopping = daemon("orderly-stop", () -> {
                orderlyStop.run();
                Runtime.getRuntime().halt(0);
            });
            await(stopping);
            Runtime.getRuntime().halt(1);
        });
    }

    /**
     * Ends this process for an engine that has read standard input to its end by itself. A folder that goes with the
     * process is the watch's to delete: it has met the same end, and must not be overtaken.
     */
    public static void endOfInput() {
        var started = watch;
        if (started != null && System.getProperty(DELETE_PROPERTY) != null) {
            await(started);
        }
        // Not exit: a library's own exit handlers may wait for threads that never end.
        Runtime.getRuntime().halt(0);
    }

    /** Deletes a folder with all it holds, as far as that goes; links are deleted, not followed. */
    public static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // What an engine still writes may come back for a moment: the folder is a temporary one, so nothing is
            // lost.
        }
    }

    /** A running engine would write some of its files anew: who deletes must wait until this process is gone. */
    private static void deleteAfterwards(Path folder) {
        try {
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            DELETE_WHEN_GONE,
                            "sh",
                            Long.toString(ProcessHandle.current().pid()),
                            folder.toString())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // A machine out of processes, perhaps: better most of it than nothing.
            delete(folder);
        }
    }

    private static void readToEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A pipe that cannot be read any more has no parent either.
        }
    }

    /** Waits for the thread, but no longer than an orderly stop may take. */
    private static void await(Thread thread) {
        try {
            thread.join(ORDERLY_STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }
}
