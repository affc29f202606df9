package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Target;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All settings of the notifier. */
public record NotifierSettings(KafkaSettings kafka, List<NotifierTarget> targets, Reading reading, Timeouts timeouts) {

    private static final Setting<Path> TARGETS = Setting.path(
            "WATCHLLM_NOTIFIER_TARGETS",
            null,
            "YAML file with the targets that are notified of alerts (docs/operators/notifier.md); it names the variables that hold their addresses and secrets.");
    private static final Setting<String> GROUP = Setting.text(
            "WATCHLLM_NOTIFIER_GROUP",
            "watchllm-notifier",
            "Beginning of the consumer groups, one for each target: this, a hyphen and the name of the target.");
    private static final Setting<Duration> LOOK_BACK = Setting.duration(
            "WATCHLLM_NOTIFIER_LOOK_BACK",
            "1s",
            "30d",
            "15m",
            "Maximum age of the alerts that a new target, whose group has no position yet, is notified of.");
    private static final Setting<Integer> PENDING_MAX = Setting.integer(
            "WATCHLLM_NOTIFIER_PENDING_MAX",
            1,
            10_000,
            500,
            "Most alerts of one target that wait in memory, and most in one digest; the others wait on the topic.");
    private static final Setting<Duration> UNKNOWN_SCHEMA_WAIT = Setting.duration(
            "WATCHLLM_NOTIFIER_UNKNOWN_SCHEMA_WAIT",
            "0s",
            "1h",
            "1m",
            "How long a target waits at a record whose schema id the registry does not have, since a registry may lag or have"
                    + " been restored; after that the record is kept as undelivered.");
    private static final Setting<Duration> START_TIMEOUT = Setting.duration(
            "WATCHLLM_NOTIFIER_START_TIMEOUT", "1s", "10m", "30s", "How long Kafka may take to answer at the start.");
    private static final Setting<Duration> CLOSE_TIMEOUT = Setting.duration(
            "WATCHLLM_NOTIFIER_CLOSE_TIMEOUT",
            "1s",
            "10m",
            "15s",
            "How long a stop may take; a message that is under way then is sent again at the next start.");

    public static final List<Setting<?>> SETTINGS = Stream.of(
                    KafkaSettings.SETTINGS.stream(),
                    Stream.of(
                            TARGETS, GROUP, LOOK_BACK, PENDING_MAX, UNKNOWN_SCHEMA_WAIT, START_TIMEOUT, CLOSE_TIMEOUT))
            .<Setting<?>>flatMap(settings -> settings)
            .toList();

    public NotifierSettings {
        targets = List.copyOf(targets);
    }

    /**
     * How the topic is read.
     *
     * @param lookBack age of the alerts at which a new group starts
     * @param pendingMax maximum number of a target's alerts in memory
     * @param unknownSchemaWait how long records with a schema unknown to the registry wait
     */
    public record Reading(String group, Duration lookBack, int pendingMax, Duration unknownSchemaWait) {

        /** The consumer group of a target. */
        public String group(Target target) {
            return group + "-" + target.name();
        }
    }

    /** Time limits for waiting on other systems. */
    public record Timeouts(Duration start, Duration close) {}

    /**
     * Reads the settings from this environment, including the targets file and the variables it names.
     *
     * @throws ConfigException when something is invalid; names the variable
     */
    public static NotifierSettings from(Environment environment) {
        var kafka = KafkaSettings.from(environment);
        var targets = entries(environment).stream()
                .map(entry -> new NotifierTarget(entry.target(), Endpoint.of(entry, environment)))
                .toList();
        return new NotifierSettings(
                kafka,
                targets,
                reading(environment),
                new Timeouts(environment.value(START_TIMEOUT), environment.value(CLOSE_TIMEOUT)));
    }

    /** Only how the topic is read, for callers that need no targets. */
    public static Reading reading(Environment environment) {
        return new Reading(
                environment.value(GROUP),
                environment.value(LOOK_BACK),
                environment.value(PENDING_MAX),
                environment.value(UNKNOWN_SCHEMA_WAIT));
    }

    /**
     * Only the targets of the file, without their addresses and secrets: enough to show what would be sent.
     *
     * @throws ConfigException when the file can't be read or is invalid; names each problem and its line
     */
    public static List<TargetEntry> entries(Environment environment) {
        var file = environment.value(TARGETS);
        try {
            return TargetsFile.parse(Files.readString(file));
        } catch (IOException problem) {
            throw new ConfigException(
                    TARGETS.name(), "can't read '" + file + "' (" + problem + "). Expected a YAML file with targets.");
        } catch (StrictFileException problem) {
            throw new ConfigException(TARGETS.name(), "can't use '" + file + "': " + problem.getMessage() + ".");
        }
    }
}
