package io.watchllm.localstack;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What is needed to start an engine, and to start it again.
 *
 * @param engine its name in messages, such as "Kafka"
 * @param folder its data and its log
 * @param command the command line of the child process
 * @param ports the loopback ports it listens on, for messages
 * @param serves whether the engine answers now; asked again and again while it starts
 * @param startLimit how long the start may take
 */
record EngineSpec(
        String engine,
        EngineFolder folder,
        List<String> command,
        List<Integer> ports,
        BooleanSupplier serves,
        Duration startLimit) {

    /** How long any engine may take to start: twenty times what it takes on a small idle machine. */
    static final Duration START_LIMIT = Duration.ofSeconds(90);

    EngineSpec {
        command = List.copyOf(command);
        ports = List.copyOf(ports);
    }
}
