package io.watchllm.localstack;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of an engine. Notices when it ends by itself, says so once, and keeps its log. Thread-safe. */
final class EngineProcess {
    private static final Logger log = LoggerFactory.getLogger(EngineProcess.class);
    private static final int LOG_TAIL_LINES = 40;

    private final EngineSpec spec;
    private final Process process;
    private final EngineLog written;
    private final CompletableFuture<EngineEnd> end = new CompletableFuture<>();
    private boolean dismissed;

    private EngineProcess(EngineSpec spec, Process process, EngineLog written) {
        this.spec = spec;
        this.process = process;
        this.written = written;
    }

    /** From now on the end of the process is noticed. */
    static EngineProcess watch(EngineSpec spec, Process process, EngineLog written) {
        var watched = new EngineProcess(spec, process, written);
        var _ = process.onExit().thenAccept(ended -> watched.look());
        return watched;
    }

    Process process() {
        return process;
    }

    /** From now on an end is what was wanted; one that has come before still counts. */
    synchronized void dismiss() {
        look();
        dismissed = true;
    }

    /** How the process ended; empty while it runs, and when it was dismissed before. */
    Optional<EngineEnd> endedByItself() {
        look();
        return end.isDone() ? Optional.of(end.join()) : Optional.empty();
    }

    /** The same when it comes. */
    CompletableFuture<EngineEnd> endByItself() {
        return end.copy();
    }

    private synchronized void look() {
        if (!end.isDone() && !dismissed && !process.isAlive()) {
            var kept = KeptLogs.ofThisMachine().keep(spec.folder(), process.pid());
            var found = new EngineEnd(spec.engine(), process.pid(), process.exitValue(), kept);
            log.error("{}{}", found.message(), new EngineLog(kept, written.start()).end(LOG_TAIL_LINES));
            end.complete(found);
        }
    }
}
