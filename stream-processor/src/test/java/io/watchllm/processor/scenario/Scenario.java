package io.watchllm.processor.scenario;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.control.AlertRule;
import io.watchllm.events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One file: rules, what happens, and the alerts that are expected. Times are given from {@link #START} on.
 *
 * @param arrivesAfter how much later than it happened an event arrives
 */
public record Scenario(
        String name, List<AlertRule> rules, List<Happening> happenings, Duration arrivesAfter, List<String> expected) {

    /** The scenarios begin at this time. */
    public static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private static final Path FOLDER = Path.of("src", "test", "resources", "alerts");

    /** What happens. */
    public sealed interface Happening {}

    /** An event comes. */
    public record Comes(Event event) implements Happening {}

    /** Nothing comes until this time. */
    public record Passes(Instant until) implements Happening {}

    /** The process ends, and another one goes on from what was stored. */
    public record Restarts() implements Happening {}

    /** Other rules hold from now on. */
    public record Rules(List<AlertRule> rules) implements Happening {}

    /** Every scenario, from the module that has them. */
    public static List<Scenario> all() throws IOException {
        return all(FOLDER);
    }

    /** Every scenario of a folder. */
    public static List<Scenario> all(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Scenario::read)
                    .toList();
        }
    }

    private static Scenario read(Path file) {
        try {
            var text = Files.readString(file);
            Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            var events = new ScenarioEvents();
            var happenings = new ArrayList<Happening>();
            for (var each : list(map, "events")) {
                happening(each, events, happenings);
            }
            return new Scenario(
                    file.getFileName().toString().replace(".yaml", ""),
                    rules(map.get("rules")),
                    happenings,
                    map.get("arrives_after") instanceof String after ? ScenarioEvents.duration(after) : Duration.ZERO,
                    list(map, "expect").stream().map(Object::toString).toList());
        } catch (IOException | RuntimeException problem) {
            throw new IllegalStateException(file + ": " + problem.getMessage(), problem);
        }
    }

    private static List<?> list(Map<String, Object> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static void happening(Object each, ScenarioEvents events, List<Happening> target) {
        if (each.equals("restart")) {
            target.add(new Restarts());
        } else if (each instanceof Map<?, ?> map && map.get("until") instanceof String until) {
            target.add(new Passes(START.plus(ScenarioEvents.duration(until))));
        } else if (each instanceof Map<?, ?> map && map.containsKey("rules")) {
            target.add(new Rules(rules(map.get("rules"))));
        } else {
            events.read((Map<?, ?>) each).forEach(event -> target.add(new Comes(event)));
        }
    }

    /** What stands in the file is what a file of rules has. */
    private static List<AlertRule> rules(@Nullable Object rules) {
        var yaml = new Yaml().dump(Map.of("rules", Objects.requireNonNull(rules, "no rules")));
        return RuleFile.parse(yaml, BuiltInRules.records()).stream()
                .map(RuleFile.Entry::record)
                .toList();
    }
}
