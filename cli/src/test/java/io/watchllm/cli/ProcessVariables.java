package io.watchllm.cli;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which variables which process reads: the union of what its settings records declare. */
enum ProcessVariables {
    PROCESSOR,
    SINK,
    NOTIFIER,
    SETUP;

    /** Read by the launcher and by the logging, before any settings record. */
    static final List<String> OF_ANY_PROCESS = List.of("WATCHLLM_JAVA_OPTS", "WATCHLLM_LOG_LEVEL");

    /** The settings by the names of their variables, in the order of the records. */
    Map<String, Setting<?>> settings() {
        var lists = switch (this) {
            case PROCESSOR -> List.of(ProcessorSettings.SETTINGS, HttpSettings.SETTINGS);
            case SINK -> List.of(SinkSettings.SETTINGS, HttpSettings.SETTINGS);
            case NOTIFIER -> List.of(NotifierSettings.SETTINGS, HttpSettings.SETTINGS);
            case SETUP ->
                List.of(
                        KafkaSettings.SETTINGS,
                        ClickHouseSettings.SETTINGS,
                        ClusterSettings.SETTINGS,
                        SchemaSettings.SETTINGS);
        };
        var settings = new LinkedHashMap<String, Setting<?>>();
        lists.stream().flatMap(List::stream).forEach(setting -> settings.put(setting.name(), setting));
        return settings;
    }

    /** What {@code all} has and none of {@code others} has. */
    static List<Setting<?>> without(List<Setting<?>> all, List<List<Setting<?>>> others) {
        var known = others.stream().flatMap(List::stream).map(Setting::name).toList();
        var own = new ArrayList<Setting<?>>();
        for (var setting : all) {
            if (!known.contains(setting.name())) {
                own.add(setting);
            }
        }
        return own;
    }
}
