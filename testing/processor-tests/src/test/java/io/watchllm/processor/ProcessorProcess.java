package io.watchllm.processor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.teststack.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A processor in a process of its own, so that it can be killed as a machine kills it. It ends with this JVM. */
public final class ProcessorProcess {

    private ProcessorProcess() {}

    /** What the child runs. */
    public static void main(String[] args) throws InterruptedException {
        var settings = ProcessorSettings.from(Environment.ofProcess());
        try (var service = new ProcessorService(settings, new SimpleMeterRegistry())) {
            service.start();
            if (service.await() instanceof ExitReason.Failed) {
                throw new IllegalStateException("failed");
            }
        }
    }

    /** Starts it; what it says goes to the file. */
    static Process start(Map<String, String> variables, Path log) throws IOException {
        return ChildJvm.start(ProcessorProcess.class, List.of(), variables, log);
    }
}
