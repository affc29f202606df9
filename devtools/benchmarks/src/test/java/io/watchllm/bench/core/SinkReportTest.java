package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkReportTest {
    private static final SinkReport.Memory MEMORY = new SinkReport.Memory(400L << 20, 600L << 20);
    private static final Map<String, Object> SETUP = Map.of("profile", "small");

    private static Round round(Side side, double seconds, CpuSeconds cpu) {
        var atLastRow = new CpuSeconds(cpu.sink(), cpu.clickHouse() / 2, cpu.broker(), cpu.registry());
        return new Round(side, 2_000_000, 680_000_000, seconds, atLastRow, cpu, 20);
    }

    private static List<Round> rounds() {
        return List.of(
                round(Side.SINK, 4, new CpuSeconds(1, 4, 0.5, 0.1)),
                round(Side.PEER, 20, new CpuSeconds(0.1, 30, 1.9, 0.1)),
                round(Side.FLOOR, 2, new CpuSeconds(0, 4, 0.1, 0.1)));
    }

    @Test
    void shouldGiveFiguresForAMillionRowsAndTheirRatios() {
        var json = SinkReport.of(SETUP, rounds(), MEMORY).json();
        assertThat(json)
                .containsEntry("profile", "small")
                .containsEntry("rows_per_s", 500_000.0)
                .containsEntry("mb_per_s", 170.0)
                .containsEntry("cpu_s_per_million", 2.75)
                .containsEntry("cpu_s_per_million_at_last_row", 1.75)
                .containsEntry("cpu_s_per_million_sink", 0.5)
                .containsEntry("cpu_s_per_million_clickhouse", 2.0)
                .containsEntry("cpu_s_per_million_broker", 0.25)
                .containsEntry("rows_per_insert", 100_000.0)
                .containsEntry("floor_cpu_s_per_million", 2.0)
                .containsEntry("ratio_clickhouse_to_floor", 1.0)
                .containsEntry("peer_rows_per_s", 100_000.0)
                .containsEntry("peer_cpu_s_per_million", 16.0)
                .containsEntry("ratio_rows_per_s", 5.0)
                .containsEntry("heap_peak_mb", 400L)
                .containsEntry("rss_peak_mb", 600L);
    }

    @Test
    void shouldTakeEachFiguresMedianOnItsOwn() {
        var rounds = new ArrayList<>(rounds());
        rounds.add(round(Side.SINK, 5, new CpuSeconds(9, 4, 0.5, 0.1)));
        rounds.add(round(Side.SINK, 400, new CpuSeconds(1.2, 4, 0.5, 0.1)));
        assertThat(SinkReport.of(SETUP, rounds, MEMORY).json())
                .containsEntry("rows_per_s", 400_000.0)
                .containsEntry("cpu_s_per_million_sink", 0.6);
    }

    @Test
    void shouldKeepThePeersKeysWithoutAPeer() {
        var rounds =
                rounds().stream().filter(round -> round.side() != Side.PEER).toList();
        assertThat(SinkReport.of(SETUP, rounds, MEMORY).json())
                .containsEntry("peer_rows_per_s", null)
                .containsEntry("peer_cpu_s_per_million", null)
                .containsEntry("ratio_rows_per_s", null)
                .containsEntry("rows_per_s", 500_000.0);
    }

    @Test
    void shouldRefuseARunWithoutTheFloor() {
        var report = SinkReport.of(SETUP, rounds().subList(0, 2), MEMORY);
        assertThatThrownBy(report::json).hasMessageContaining("no round of floor");
    }

    @Test
    void shouldPrintALineForEachSideAndTheRatios() {
        var text = new StringWriter();
        SinkReport.of(SETUP, rounds(), MEMORY).print(new PrintWriter(text));
        assertThat(text.toString())
                .containsPattern("sink +500,000 +170\\.0 +2\\.75")
                .containsPattern("kafka-engine +100,000")
                .contains("ClickHouse's share: 1.00 times the floor's", "5.00 times the rows/s", "heap 400 MiB");
    }
}
