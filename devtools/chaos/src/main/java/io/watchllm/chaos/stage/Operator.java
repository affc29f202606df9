package io.watchllm.chaos.stage;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.offsets.GroupFacts;
import io.watchllm.operations.offsets.SinkOffsets;
import io.watchllm.runtime.Environment;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What an operator does with the commands of the sink: the classes behind them, past every proxy to ClickHouse. */
public final class Operator {
    private final Engines engines;
    private final Group group;
    private final SinkTable table;
    private final SinkSettings settings;

    Operator(Engines engines, Group group, SinkTable table, Map<String, String> variables) {
        this.engines = engines;
        this.group = group;
        this.table = table;
        var direct = new HashMap<>(variables);
        direct.put("WATCHLLM_CLICKHOUSE_URL", engines.stack().clickHouse().httpUrl());
        settings = SinkSettings.from(new Environment(direct));
    }

    /** {@code watchllm sink accept-loss}. */
    public SinkOffsets.Plan acceptLoss(int partition) {
        return with(offsets -> offsets.acceptLoss(partition, false));
    }

    /** {@code watchllm sink rewind --to-tables}, once the group has no members. */
    public void rewindToTables() {
        group.awaitEmpty();
        var _ = with(offsets -> offsets.rewind(null, new SinkOffsets.ToTables(), false));
    }

    /** {@code watchllm sink rewind --partition --to-offset}, once the group has no members. */
    public void rewind(int partition, long offset) {
        group.awaitEmpty();
        var _ = with(offsets -> offsets.rewind(partition, new SinkOffsets.ToOffset(offset), false));
    }

    /** Offsets that were accepted as lost. */
    long lostSaid() {
        return Long.parseLong(engines.sql()
                .run("SELECT sum(next_offset - first_offset) FROM " + Engines.ACCEPTED_LOSSES
                        + " WHERE consumer_group = '" + table.group() + "'"));
    }

    private <T> T with(Function<SinkOffsets, T> action) {
        try (var facts = new GroupFacts(settings, table, engines.admin(), Clock.systemUTC())) {
            return action.apply(new SinkOffsets(facts));
        }
    }
}
