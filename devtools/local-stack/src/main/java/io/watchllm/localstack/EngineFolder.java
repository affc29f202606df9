package io.watchllm.localstack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder that an engine keeps its data and its log in.
 *
 * @param path an existing folder, absolute
 * @param temporary whether it goes when the engine is closed or its parent ends
 */
record EngineFolder(Path path, boolean temporary) {

    /** The folder given, made when it is missing; or a new temporary one. */
    static EngineFolder of(@Nullable Path given, String engine) {
        try {
            if (given == null) {
                return new EngineFolder(Files.createTempDirectory("watchllm-" + engine + "-"), true);
            }
            return new EngineFolder(Files.createDirectories(given).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new LocalStackException("Cannot make a folder for " + engine + ": " + e, e);
        }
    }

    Path logFile() {
        return path.resolve("engine.log");
    }

    /** Deletes a temporary folder; leaves any other alone. */
    void close() {
        if (temporary) {
            ParentWatch.delete(path);
        }
    }
}
