package io.watchllm.bench.processor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Processor and floor in a process of their own, told over a loopback socket what to do: {@code process GROUP} or
 * {@code process GROUP RULES} (which alert rules, as in WATCHLLM_PROCESSOR_ALERT_RULES), {@code copy GROUP TOPIC},
 * {@code status}, {@code ids} (how many are remembered, and the bytes that they take), {@code stop}. Each is answered
 * by one line. It ends when the socket does.
 */
public final class ProcessorChild {
    private static final String RULES = "WATCHLLM_PROCESSOR_ALERT_RULES";

    private final Environment variables = Environment.ofProcess();
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private @Nullable ProcessorService processor;
    private @Nullable CopyLoop copy;

    private ProcessorChild() {}

    /** The only argument is the port to connect to. */
    public static void main(String[] arguments) throws IOException {
        ChildJvm.serve(arguments, new ProcessorChild()::answer);
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "process" -> process(words.length == 2 ? variables : variables.with(RULES, words[2]), words[1]);
            case "copy" -> copy(words[1], words[2]);
            case "status" -> status();
            case "ids" -> gauge("watchllm.processor.dedup.ids") + " " + gauge("watchllm.processor.dedup");
            case "stop" -> stop();
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        };
    }

    private String process(Environment environment, String group) {
        meters = new SimpleMeterRegistry();
        var settings = ProcessorSettings.from(environment.with("WATCHLLM_PROCESSOR_APPLICATION_ID", group));
        var started = new ProcessorService(settings, meters);
        processor = started;
        started.start();
        return "started";
    }

    private String copy(String group, String topic) {
        var settings = ProcessorSettings.from(variables);
        var started = new CopyLoop(settings.kafka(), Topics.EVENTS.name(), topic, group);
        copy = started;
        started.start(settings.streams().threads());
        return "started";
    }

    private String status() {
        if (processor != null) {
            return processor.health().ready().detail();
        }
        return copy == null ? "nothing runs" : copy.trouble();
    }

    private String gauge(String name) {
        return Long.toString((long) meters.get(name).gauge().value());
    }

    private String stop() {
        if (processor != null) {
            processor.close();
            processor = null;
        }
        if (copy != null) {
            copy.close();
            copy = null;
        }
        return "stopped";
    }
}
