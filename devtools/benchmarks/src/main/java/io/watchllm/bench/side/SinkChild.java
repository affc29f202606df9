package io.watchllm.bench.side;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.SinkService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sink in a process of its own, told over a loopback socket what to do: {@code start TABLE TOPIC GROUP},
 * {@code status}, {@code stop}, {@code heap}. Each is answered by one line. It ends when the socket does, so it does
 * not outlive who started it.
 */
public final class SinkChild {
    private final SinkSettings settings = SinkSettings.from(Environment.ofProcess());
    private @Nullable SinkService service;

    private SinkChild() {}

    /** The only argument is the port to connect to. */
    public static void main(String[] arguments) throws IOException {
        ChildJvm.serve(arguments, new SinkChild()::answer);
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "start" -> start(new SinkTable(words[1], words[2], words[3]));
            case "status" ->
                service == null ? "no sink runs" : service.health().ready().detail();
            case "stop" -> stop();
            case "heap" -> Long.toString(heapPeakBytes());
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        };
    }

    private String start(SinkTable table) {
        var started = new SinkService(settings.withTables(Set.of(table)), new SimpleMeterRegistry());
        service = started;
        started.start();
        return "started";
    }

    private String stop() {
        if (service != null) {
            service.close();
            service = null;
        }
        return "stopped";
    }

    /** Each part of the heap at its own highest moment: together not too low. */
    private static long heapPeakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
