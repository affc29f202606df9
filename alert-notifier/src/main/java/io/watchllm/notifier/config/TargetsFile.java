package io.watchllm.notifier.config;

import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.core.TextTemplate;
import io.watchllm.strictfile.FileValue;
import io.watchllm.strictfile.StrictFile;
import io.watchllm.strictfile.StrictFileException;
import java.time.Duration;
import java.util.ArrayList;
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

    private TargetsFile() {}

    /**
     * Parses the targets in a text; there may be none.
     *
     * @throws StrictFileException when the text is invalid
     */
    public static List<TargetEntry> parse(String text) {
        return StrictFile.yaml(text, TargetsFile::targets);
    }

    private static List<TargetEntry> targets(FileValue root) {
        if (!root.isMapOf(List.of("targets"), "targets: […]")) {
            return List.of();
        }
        var found = new ArrayList<TargetEntry>();
        var names = new HashSet<String>();
        for (var value : root.get("targets").items(0, TARGETS_MAX, "targets")) {
            if (value.isMapOf(KEYS, "a target with name and type")) {
                var entry = target(value);
                if (!names.add(entry.target().name())) {
                    value.get("name").fault("is that of a target before it", "a name of its own");
                }
                found.add(entry);
            }
        }
        return List.copyOf(found);
    }

    private static TargetEntry target(FileValue target) {
        var name = target.get("name").matching(NAME, "1 to 40 of a-z, 0-9 and -");
        var type = target.get("type").oneOf(List.of(Format.values()), Format::word);
        var format = type == null ? Format.WEBHOOK : type;
        var url = variable(target.get("url_env"), format != Format.PAGERDUTY, "address");
        var secret = variable(target.get("secret_env"), format == Format.PAGERDUTY, "secret");
        if (format == Format.SLACK && target.has("secret_env")) {
            target.get("secret_env").fault("is of no use for slack", "url_env alone: its address is the secret");
        }
        var allowHttp = target.get("allow_http");
        if (allowHttp.flag() == null && !allowHttp.isMissing()) {
            allowHttp.invalid("true or false");
        }
        return new TargetEntry(
                new Target(
                        name,
                        format,
                        filter(target.get("filter"), format),
                        template(target.get("template")),
                        rate(target.get("rate_limit")),
                        retry(target.get("retry"))),
                url,
                secret,
                Boolean.TRUE.equals(allowHttp.flag()),
                target.get("timeout").duration("100ms", "1m", TIMEOUT));
    }

    private static String variable(FileValue value, boolean required, String what) {
        return required || !value.isMissing()
                ? value.matching(VARIABLE, "the name of a variable that holds the " + what)
                : "";
    }

    private static AlertFilter filter(FileValue filter, Format format) {
        checkKeys(filter, FILTER_KEYS);
        var states = filter.get("states").words("states", words(AlertState.values()));
        return new AlertFilter(
                filter.get("projects").texts("projects"),
                filter.get("levels").words("levels", words(AlertLevel.values())),
                filter.get("types").words("types", words(AlertType.values())),
                filter.get("rules").texts("rules"),
                states.isEmpty() ? format.usualStates() : states);
    }

    private static TextTemplate template(FileValue template) {
        var text = template.text();
        if (text == null || text.isBlank()) {
            if (!template.isMissing()) {
                template.invalid("a text");
            }
            return TextTemplate.DEFAULT;
        }
        try {
            return new TextTemplate(text);
        } catch (IllegalArgumentException wrong) {
            template.fault(String.valueOf(wrong.getMessage()));
            return TextTemplate.DEFAULT;
        }
    }

    private static RateLimit rate(FileValue rate) {
        checkKeys(rate, RATE_KEYS);
        return new RateLimit(
                rate.get("messages").whole(MESSAGES_MAX, RateLimit.DEFAULT.messages()),
                rate.get("per").duration("1s", "24h", RateLimit.DEFAULT.per()));
    }

    private static RetryPolicy retry(FileValue retry) {
        checkKeys(retry, RETRY_KEYS);
        var usual = RetryPolicy.DEFAULT;
        return new RetryPolicy(
                retry.get("first_pause").duration("10ms", "1h", usual.firstPause()),
                retry.get("max_pause").duration("10ms", "6h", usual.maxPause()),
                retry.get("give_up_after").duration("1s", "7d", usual.giveUpAfter()));
    }

    private static void checkKeys(FileValue value, List<String> keys) {
        if (!value.isMissing()) {
            value.isMapOf(keys, "some of " + String.join(", ", keys));
        }
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
