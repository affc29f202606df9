package io.watchllm.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.core.TextTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Parser of the targets file: reports all problems at once, each with its line and the expected value. */
public final class TargetsFile {
    static final int TARGETS_MAX = 64;
    static final List<String> KEYS = List.of(
            "name",
            "type",
            "url_env",
            "allow_http",
            "secret_env",
            "filter",
            "template",
            "rate_limit",
            "retry",
            "timeout");
    static final List<String> FILTER_KEYS = List.of("projects", "levels", "types", "rules", "states");
    static final List<String> RATE_KEYS = List.of("messages", "per");
    static final List<String> RETRY_KEYS = List.of("first_pause", "max_pause", "give_up_after");

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MESSAGES_MAX = 100_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FileProblems problems;

    private TargetsFile(FileProblems problems) {
        this.problems = problems;
    }

    /**
     * Parses the targets in a text; there may be none.
     *
     * @throws TargetsFileException when the text is invalid
     */
    public static List<TargetEntry> parse(String text) {
        var document = YamlDocument.parse(text);
        var problems = new FileProblems(document);
        var targets = new TargetsFile(problems).targets(document.root());
        problems.throwIfAny();
        return targets;
    }

    private List<TargetEntry> targets(JsonNode root) {
        var found = new ArrayList<TargetEntry>();
        var list = root.path("targets");
        if (!root.isObject() || !list.isArray()) {
            problems.add("targets", "is " + FileProblems.shown(list), "a list of targets");
            return found;
        }
        problems.unknownKeys(root, "", List.of("targets"));
        if (list.size() > TARGETS_MAX) {
            problems.add("targets", "is a list of " + list.size(), "at most " + TARGETS_MAX);
        }
        var names = new HashSet<String>();
        for (var index = 0; index < list.size(); index++) {
            var place = "targets[" + index + "]";
            if (!list.get(index).isObject()) {
                problems.add(place, "is " + FileProblems.shown(list.get(index)), "a target with name and type");
                continue;
            }
            var entry = target(list.get(index), place);
            if (!names.add(entry.target().name())) {
                problems.add(place + ".name", "is that of a target before it", "a name of its own");
            }
            found.add(entry);
        }
        return List.copyOf(found);
    }

    private TargetEntry target(JsonNode node, String place) {
        problems.unknownKeys(node, place, KEYS);
        var values = new FileValues(problems, node, place);
        var name = values.matching("name", NAME, "1 to 40 of a-z, 0-9 and -");
        var word = values.oneOf(
                "type", Arrays.stream(Format.values()).map(Format::word).toList());
        var format = Arrays.stream(Format.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(Format.WEBHOOK);
        if (format != Format.PAGERDUTY || node.has("url_env")) {
            values.matching("url_env", VARIABLE, "the name of a variable that holds the address");
        }
        if (format == Format.PAGERDUTY || node.has("secret_env")) {
            values.matching("secret_env", VARIABLE, "the name of a variable that holds the secret");
        }
        if (format == Format.SLACK && node.has("secret_env")) {
            problems.add(place + ".secret_env", "is of no use for slack", "url_env alone: its address is the secret");
        }
        var allowHttp = node.path("allow_http");
        if (!allowHttp.isMissingNode() && !List.of("true", "false").contains(allowHttp.asText())) {
            problems.add(place + ".allow_http", "is " + FileProblems.shown(allowHttp), "true or false");
        }
        var target = new Target(
                name, format, filter(node, place, format), template(values), rate(node, place), retry(node, place));
        return new TargetEntry(
                target,
                node.path("url_env").asText(""),
                node.path("secret_env").asText(""),
                allowHttp.asText().equals("true"),
                values.duration("timeout", "100ms", "1m", TIMEOUT));
    }

    private AlertFilter filter(JsonNode node, String place, Format format) {
        var filter = values(node, place, "filter", FILTER_KEYS);
        var states = filter.words("states", words(AlertState.values()));
        return new AlertFilter(
                filter.texts("projects"),
                filter.words("levels", words(AlertLevel.values())),
                filter.words("types", words(AlertType.values())),
                filter.texts("rules"),
                states.isEmpty() ? format.usualStates() : states);
    }

    private TextTemplate template(FileValues values) {
        var text = values.text("template");
        if (text.isEmpty()) {
            return TextTemplate.DEFAULT;
        }
        try {
            return new TextTemplate(text);
        } catch (IllegalArgumentException wrong) {
            values.refuse("template", String.valueOf(wrong.getMessage()));
            return TextTemplate.DEFAULT;
        }
    }

    private RateLimit rate(JsonNode node, String place) {
        var rate = values(node, place, "rate_limit", RATE_KEYS);
        return new RateLimit(
                rate.number("messages", MESSAGES_MAX, RateLimit.DEFAULT.messages()),
                rate.duration("per", "1s", "24h", RateLimit.DEFAULT.per()));
    }

    private RetryPolicy retry(JsonNode node, String place) {
        var usual = RetryPolicy.DEFAULT;
        var retry = values(node, place, "retry", RETRY_KEYS);
        return new RetryPolicy(
                retry.duration("first_pause", "10ms", "1h", usual.firstPause()),
                retry.duration("max_pause", "10ms", "6h", usual.maxPause()),
                retry.duration("give_up_after", "1s", "7d", usual.giveUpAfter()));
    }

    private FileValues values(JsonNode node, String place, String key, List<String> keys) {
        var inside = place + "." + key;
        var child = node.path(key);
        if (!child.isMissingNode() && !child.isObject()) {
            problems.add(inside, "is " + FileProblems.shown(child), "some of " + String.join(", ", keys));
        }
        problems.unknownKeys(child, inside, keys);
        return new FileValues(problems, child, inside);
    }

    /** Words allowed in a filter; {@code unknown} is excluded, as it only replaces words that a reader doesn't know. */
    static Set<String> words(Enum<?>[] symbols) {
        var words = new LinkedHashSet<String>();
        for (var symbol : symbols) {
            if (!symbol.name().equals("unknown")) {
                words.add(symbol.name());
            }
        }
        return words;
    }
}
