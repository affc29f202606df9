package io.watchllm.localstack;

import java.nio.file.Path;
import java.util.Map;

/**
 * An engine ended without being told to.
 *
 * @param engine its name in messages, such as "ClickHouse"
 * @param pid the process that ended
 * @param exitCode 128 and the number of the signal when one ended it
 * @param log its log, which stays when the engine's folder goes; what the JVM wrote of a crash is beside it
 */
public record EngineEnd(String engine, long pid, int exitCode, Path log) {
    private static final int SIGNAL_BASE = 128;
    private static final int SIGNAL_MAX = 64;

    /** Those that have the same number on every system. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            4,
            "SIGILL",
            6,
            "SIGABRT",
            8,
            "SIGFPE",
            9,
            "SIGKILL, as the system sends when memory runs out",
            11,
            "SIGSEGV",
            15,
            "SIGTERM");

    /** All of it in a sentence for a person. */
    public String message() {
        return engine + " (pid " + pid + ") ended by itself with exit code " + exitCode + signal() + "; its log is "
                + log;
    }

    private String signal() {
        var signal = exitCode - SIGNAL_BASE;
        return signal > 0 && signal <= SIGNAL_MAX ? " (" + SIGNALS.getOrDefault(signal, "signal " + signal) + ")" : "";
    }
}
