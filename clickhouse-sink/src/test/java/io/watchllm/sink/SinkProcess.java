package io.watchllm.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.teststack.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A sink in a process of its own, so that it can be killed as a machine kills it. It ends with this JVM. */
public final class SinkProcess {
    private SinkProcess() {}

    /** What the child runs. Arguments: table, topic and group. */
    public static void main(String[] arguments) throws InterruptedException {
        var table = new SinkTable(arguments[0], arguments[1], arguments[2]);
        var settings = SinkSettings.from(Environment.ofProcess()).withTables(Set.of(table));
        try (var service = new SinkService(settings, new SimpleMeterRegistry())) {
            service.start();
            if (service.await() instanceof ExitReason.Failed) {
                throw new IllegalStateException("failed");
            }
        }
    }

    /** Starts it; what it says goes to the file. */
    static Process start(SinkTable table, Map<String, String> variables, Path log) throws IOException {
        return ChildJvm.start(SinkProcess.class, List.of(table.table(), table.topic(), table.group()), variables, log);
    }
}
