package io.watchllm.localstack;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine as a child process: starts it, waits until it serves, stops it within a bound. */
final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    /** Ctrl-C and a closed terminal reach a whole process group: the parent decides when its engines stop. */
    private static final List<String> SHIELD = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(2);
    private static final int LOG_TAIL_LINES = 15;

    private final EngineSpec spec;
    private volatile EngineProcess child;

    private Engine(EngineSpec spec) {
        this.spec = spec;
        this.child = launch(spec);
    }

    /**
     * Starts an engine and waits until it serves.
     *
     * @throws LocalStackException when it ends before, or does not serve in time: with the last lines of its log
     */
    static Engine start(EngineSpec spec) {
        return new Engine(spec);
    }

    private static EngineProcess launch(EngineSpec spec) {
        var begin = Instant.now();
        var command = new ArrayList<>(SHIELD);
        command.addAll(spec.command());
        var written = EngineLog.of(spec.folder());
        try {
            var process = new ProcessBuilder(command)
                    .directory(spec.folder().path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(written.file().toFile()))
                    .start();
            try {
                awaitServing(spec, process, begin.plus(spec.startLimit()), written);
            } catch (LocalStackException.PortTaken e) {
                // The next attempt has a folder of its own; any other failure leaves the log to be read.
                spec.folder().close();
                throw e;
            } catch (RuntimeException e) {
                destroy(process);
                throw e;
            }
            log.info(
                    "engine ready engine={} pid={} ports={} ms={}",
                    spec.engine(),
                    process.pid(),
                    spec.ports(),
                    Duration.between(begin, Instant.now()).toMillis());
            return EngineProcess.watch(spec, process, written);
        } catch (IOException e) {
            throw new LocalStackException("Cannot start " + spec.engine() + ": " + e.getMessage(), e);
        }
    }

    private static void awaitServing(EngineSpec spec, Process process, Instant deadline, EngineLog written) {
        while (true) {
            if (!process.isAlive()) {
                throw ended(spec, process.exitValue(), written);
            }
            if (spec.serves().getAsBoolean()) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new LocalStackException(spec.engine() + " did not serve within "
                        + spec.startLimit().toSeconds() + " s. " + written.tail(LOG_TAIL_LINES));
            }
            waitFor(process, POLL_INTERVAL);
        }
    }

    private static LocalStackException ended(EngineSpec spec, int exit, EngineLog written) {
        var tail = written.tail(LOG_TAIL_LINES);
        var message = spec.engine() + " ended with exit code " + exit + " while it started. " + tail;
        var portTaken = tail.toLowerCase(Locale.ROOT).contains("address already in use")
                || tail.contains("seems to be in use by another process");
        return portTaken
                ? new LocalStackException.PortTaken("One of its ports " + spec.ports() + " is in use: " + message)
                : new LocalStackException(message);
    }

    /** The process id of the child. */
    long pid() {
        return child.process().pid();
    }

    boolean alive() {
        return child.process().isAlive();
    }

    /** How the engine ended; empty while it runs, and when it was this class that ended it. */
    Optional<EngineEnd> endedByItself() {
        return child.endedByItself();
    }

    /** The same when it comes; of the process that runs now. */
    CompletableFuture<EngineEnd> endByItself() {
        return child.endByItself();
    }

    EngineFolder folder() {
        return spec.folder();
    }

    /** Ends the engine as kill -9 does, and waits until it is gone. */
    void kill() {
        child.dismiss();
        destroy(child.process());
    }

    /** Starts the engine again in its folder and on its ports; kills it first when it still runs. */
    void restart() {
        kill();
        child = launch(spec);
    }

    /** Stops the engine: at once when its folder is temporary, else in order; bounded in either case. */
    @Override
    public void close() {
        child.dismiss();
        var process = child.process();
        if (!spec.folder().temporary()) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                log.debug("pipe was closed engine={}", spec.engine(), e);
            }
            // Its own watch ends it within the bound; the second beyond it is for a machine that is busy.
            if (!waitFor(process, ParentWatch.ORDERLY_STOP_MAX.plusSeconds(1))) {
                log.warn("engine did not stop in time engine={} pid={}", spec.engine(), process.pid());
            }
        }
        destroy(process);
        spec.folder().close();
    }

    private static void destroy(Process process) {
        var descendants = process.descendants().toList();
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!descendants.isEmpty()) {
            // Let their parent see them off, or they stay in the process table for who knows how long.
            waitFor(process, FAREWELL_LIMIT);
        }
        process.destroyForcibly();
        if (!waitFor(process, KILL_LIMIT)) {
            throw new LocalStackException("Process " + process.pid() + " is still there " + KILL_LIMIT.toSeconds()
                    + " s after it was killed.");
        }
    }

    private static boolean waitFor(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new LocalStackException("Interrupted while waiting for process " + process.pid(), e);
        }
    }
}
