package io.watchllm.runtime;

import java.util.List;

/**
 * A long-running service of the pipeline. {@link #start} returns once work has begun or throws with the reason why it
 * can't; {@link #await} returns when the work has ended, for whatever reason; {@link #close} may be called from any
 * thread, more than once, and returns within the bound of the service's settings.
 */
public interface PipelineService extends AutoCloseable {
    void start();

    /** Waits until the service ends. */
    ExitReason await() throws InterruptedException;

    Health health();

    /** Pages it serves beside health and metrics. */
    default List<Page> pages() {
        return List.of();
    }

    @Override
    void close();
}
