package io.watchllm.bench.privacy;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.privacy.EventRedaction;
import io.watchllm.privacy.Findings;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.core.RowMapping;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.json.EventJson;
import io.watchllm.validation.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Kilobytes of prompts a second: redacted with all detectors, with a pattern of the user's, and beside that what the
 * processor does with each prompt anyway. Prompts are those of the recorded sample.
 */
@State(Scope.Thread)
public class RedactionBenchmark {
    private static final Path SAMPLE =
            Path.of("").toAbsolutePath().getParent().resolve("samples/airline-agent.ndjson.gz");
    private static final int PROMPTS_MAX = 500;

    /** As recorded (messages in JSON), or the same as prose, with the signs of JSON taken out. */
    @Param({"json", "prose"})
    public String form;

    private final EventRedaction detectors = redaction("""
            {"rules":[{"name":"email","detector":"email"},{"name":"card","detector":"card"},
            {"name":"phone","detector":"phone"},{"name":"api_key","detector":"api_key"},
            {"name":"iban","detector":"iban"}]}""");
    private final EventRedaction pattern =
            redaction("{\"rules\":[{\"name\":\"own\",\"pattern\":\"\\\\bEMP-\\\\d{6}\\\\b\"}]}");
    private final RowMapping mapping =
            new RowMapping(new Limits(Duration.ZERO, Duration.ZERO, 1 << 20), Duration.ofHours(1));
    private List<Event> events;
    private int next;

    /** Counts what went through. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Through {
        public double kilobytes;
    }

    private static EventRedaction redaction(String rules) {
        return new EventRedaction(PrivacyRules.parse(rules));
    }

    @Setup
    public void read() throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(SAMPLE)), StandardCharsets.UTF_8))) {
            events = in.lines()
                    .map(EventJson::read)
                    .filter(event -> event.getPayload() instanceof PromptCall)
                    .limit(PROMPTS_MAX)
                    .map(this::formed)
                    .toList();
        }
    }

    private Event formed(Event event) {
        if (form.equals("json")) {
            return event;
        }
        var call = (PromptCall) event.getPayload();
        var prose = call.getPrompt().replaceAll("[\\[\\]{}\"\\\\]+", " ");
        return Event.newBuilder(event)
                .setPayload(PromptCall.newBuilder(call).setPrompt(prose).build())
                .build();
    }

    @Benchmark
    public Event detectors(Through through) {
        return detectors.redact(next(through), new Findings());
    }

    @Benchmark
    public Event pattern(Through through) {
        return pattern.redact(next(through), new Findings());
    }

    /** A copy of the prompt in UTF-8, which is the least that can be done with it. */
    @Benchmark
    public byte[] copy(Through through) {
        return ((PromptCall) next(through).getPayload()).getPrompt().getBytes(StandardCharsets.UTF_8);
    }

    /** Event to row to bytes, as the next stage does it. */
    @Benchmark
    public byte[] encode(Through through) {
        var event = next(through);
        return WireFormat.encode(1, mapping.rows(event, event.getTimestamp()).event());
    }

    private Event next(Through through) {
        var event = events.get(next++ % events.size());
        through.kilobytes += ((PromptCall) event.getPayload()).getPrompt().length() / 1e3;
        return event;
    }

    /** Runs it, in a JVM of its own each. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(RedactionBenchmark.class.getSimpleName())
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs("-Xmx1g")
                        .build())
                .run();
    }
}
