package io.watchllm.sink.config;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Settings of reading records.
 *
 * @param unknownSchemaWait how long a record waits when the registry does not have its schema
 */
public record Reading(Duration unknownSchemaWait) {
    private static final Setting<Duration> UNKNOWN_SCHEMA_WAIT = Setting.duration(
            "WATCHLLM_SINK_UNKNOWN_SCHEMA_WAIT",
            "0s",
            "1h",
            "1m",
            "How long a partition waits at a record whose schema id the registry does not have, since a registry may lag or"
                    + " have been restored; after that the record is a dead letter.");

    static final List<Setting<?>> SETTINGS = List.of(UNKNOWN_SCHEMA_WAIT);

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static Reading from(Environment environment) {
        return new Reading(environment.value(UNKNOWN_SCHEMA_WAIT));
    }
}
