package io.watchllm.delivery.config;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings of the sink. */
public record SinkSettings(
        Set<SinkTable> tables,
        Batching batching,
        Inserting inserting,
        Delivery delivery,
        KafkaSettings kafka,
        ClickHouseSettings clickHouse,
        ClusterSettings cluster) {
    private static final String TABLE_NAMES =
            SinkTable.ALL.stream().map(SinkTable::table).collect(Collectors.joining(","));
    private static final Setting<List<SinkTable>> TABLES = Setting.list(
            "WATCHLLM_SINK_TABLES",
            "some of " + TABLE_NAMES,
            TABLE_NAMES,
            "Tables that this process fills, each with a consumer group of its own.",
            SinkSettings::table);

    /** Every variable that the sink reads. */
    public static final List<Setting<?>> SETTINGS = Stream.of(
                    List.<Setting<?>>of(TABLES),
                    Batching.SETTINGS,
                    Inserting.SETTINGS,
                    Delivery.SETTINGS,
                    KafkaSettings.SETTINGS,
                    ClickHouseSettings.SETTINGS,
                    ClusterSettings.SETTINGS)
            .flatMap(List::stream)
            .toList();

    private static SinkTable table(String name) {
        return SinkTable.ALL.stream()
                .filter(table -> table.table().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + TABLE_NAMES.replace(",", ", ")));
    }

    /** A copy of these settings for other tables. */
    public SinkSettings withTables(Set<SinkTable> others) {
        return new SinkSettings(Set.copyOf(others), batching, inserting, delivery, kafka, clickHouse, cluster);
    }

    /**
     * Reads only the tables.
     *
     * @throws io.watchllm.runtime.ConfigException when one of them is unknown
     */
    public static Set<SinkTable> tables(Environment environment) {
        return new LinkedHashSet<>(environment.value(TABLES));
    }

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static SinkSettings from(Environment environment) {
        return new SinkSettings(
                Set.copyOf(environment.value(TABLES)),
                Batching.from(environment),
                Inserting.from(environment),
                Delivery.from(environment),
                KafkaSettings.from(environment),
                ClickHouseSettings.from(environment),
                ClusterSettings.from(environment));
    }

    /** Connection settings of each shard, in order; one when there is no cluster. */
    public List<ClickHouseSettings> shards() {
        return cluster.writers(clickHouse);
    }

    /** Connection settings for reading the rows of all shards. */
    public ClickHouseSettings whole() {
        return cluster.whole(clickHouse);
    }
}
