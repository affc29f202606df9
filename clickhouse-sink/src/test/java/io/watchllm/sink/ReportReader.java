package io.watchllm.sink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Asks for a report again and again, as people do: it has to answer, and never to say less than before. */
public final class ReportReader implements AutoCloseable {
    /** The engines under test need the machine too. */
    private static final long BETWEEN_QUESTIONS_NANOS = 20_000_000;

    private final AtomicInteger answers = new AtomicInteger();
    private final CompletableFuture<Void> asking;
    private volatile boolean stopping;
    private volatile String problem = "";

    public ReportReader(SinkStack stack) {
        asking = CompletableFuture.runAsync(
                () -> {
                    var last = 0L;
                    while (!stopping && problem.isEmpty()) {
                        try {
                            var now = Long.parseLong(stack.query("SELECT sum(requests) FROM watchllm.hourly_report"));
                            problem = now < last ? "said " + last + " requests, then " + now : "";
                            last = now;
                            answers.incrementAndGet();
                            LockSupport.parkNanos(BETWEEN_QUESTIONS_NANOS);
                        } catch (RuntimeException failure) {
                            problem = String.valueOf(failure.getMessage());
                        }
                    }
                },
                task -> Thread.ofPlatform().name("reports").start(task));
    }

    /** What went wrong; empty when nothing did. */
    public String problem() {
        return problem;
    }

    public int answers() {
        return answers.get();
    }

    @Override
    public void close() {
        stopping = true;
        asking.join();
    }
}
