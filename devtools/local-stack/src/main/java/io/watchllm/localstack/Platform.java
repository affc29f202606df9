package io.watchllm.localstack;

import java.util.Locale;

/**
 * The kind of machine, as the packages of the ClickHouse library name it.
 *
 * @param name such as {@code linux-x64-gnu}
 */
record Platform(String name) {
    static final Platform LINUX_X64 = new Platform("linux-x64-gnu");

    /** The machine that this JVM runs on. */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /**
     * The platform of an operating system and an architecture as the JVM names them.
     *
     * @throws LocalStackException for one that the engines do not run on
     */
    static Platform of(String system, String architecture) {
        var cpu = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64", "arm64" -> "arm64";
            default -> throw unknown(system, architecture);
        };
        if (system.startsWith("Linux")) {
            return new Platform("linux-" + cpu + "-gnu");
        }
        if (system.startsWith("Mac")) {
            return new Platform("darwin-" + cpu);
        }
        throw unknown(system, architecture);
    }

    private static LocalStackException unknown(String system, String architecture) {
        return new LocalStackException("The local stack runs on Linux and macOS, on x64 and arm64; this is " + system
                + " on " + architecture + ". Use docker compose instead.");
    }
}
