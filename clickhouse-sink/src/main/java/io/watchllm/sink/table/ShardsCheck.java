package io.watchllm.sink.table;

import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import io.watchllm.sink.table.ShardTable.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Checks that the shards of a table are consistent with each other. */
public final class ShardsCheck {
    private ShardsCheck() {}

    /** Reasons why exactly-once would not hold, each with its fix; empty when it holds in every shard. */
    public static List<String> gaps(List<Found> shards) {
        var gaps = new ArrayList<String>();
        var known = new HashMap<String, Found>();
        for (var shard : shards) {
            shard.preflight().gaps().forEach(gap -> gaps.add(shards.size() == 1 ? gap : shard.url() + ": " + gap));
            var other = known.putIfAbsent(shard.name(), shard);
            if (other != null) {
                gaps.add(
                        shard.name().isEmpty()
                                ? other.url() + " and " + shard.url() + " can't be told apart, so that a range could be"
                                        + " sent to another shard than before. Fix it with: a database of engine Atomic"
                                : other.url() + " and " + shard.url() + " are the same shard. Fix it with: | between"
                                        + " the replicas of a shard in WATCHLLM_CLICKHOUSE_SHARDS");
            }
        }
        return gaps;
    }

    /**
     * Requires the same columns in all shards, so that one encoded block can be inserted into any of them.
     *
     * @throws TableUnreadableException when a column differs; the caller retries, since a migration proceeds node by
     *     node
     */
    public static void requireSameColumns(String table, List<Found> shards) {
        var first = shards.getFirst();
        for (var shard : shards) {
            var differing = difference(first.columns(), shard.columns());
            if (!differing.isEmpty()) {
                throw new TableUnreadableException("table " + table + " differs between " + first.url() + " and "
                        + shard.url() + " in: " + differing + "; run: watchllm schema create");
            }
        }
    }

    private static String difference(List<TableColumn> one, List<TableColumn> other) {
        var differing = new HashSet<>(one);
        other.forEach(column -> {
            if (!differing.remove(column)) {
                differing.add(column);
            }
        });
        return differing.stream().map(TableColumn::name).distinct().sorted().collect(Collectors.joining(", "));
    }
}
