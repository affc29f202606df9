package io.watchllm.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Log levels for commands that talk to a person while services run in the same process. */
public final class Quiet {
    private Quiet() {}

    /** From now on services tell only what is wrong, unless the environment asks for more. */
    public static void services() {
        if (System.getenv("WATCHLLM_LOG_LEVEL") == null
                && LoggerFactory.getLogger("io.watchllm") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
