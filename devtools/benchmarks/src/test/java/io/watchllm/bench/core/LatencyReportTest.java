package io.watchllm.bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
    @Test
    void shouldGiveTheSmallestValueThatTheShareDoesNotExceed() {
        var percentiles = new Percentiles(40, 10, 30, 20);
        assertThat(percentiles.at(0.5)).isEqualTo(20);
        assertThat(percentiles.at(0.51)).isEqualTo(30);
        assertThat(percentiles.at(0.99)).isEqualTo(40);
        assertThat(percentiles.at(1)).isEqualTo(40);
        assertThat(percentiles.max()).isEqualTo(40);
    }

    @Test
    void shouldRefuseNoValues() {
        assertThatThrownBy(Percentiles::new).hasMessageContaining("1 or more");
    }

    @Test
    void shouldReportMillisecondsUnderTheirKeys() {
        var latencies = new Percentiles(
                LongStream.rangeClosed(1, 100).map(each -> each * 1_000).toArray());
        var cpus = new CpuSeconds(30, 20, 10, 1).over(40);
        var json = new LatencyReport(2_000, 100, latencies, new Percentiles(25_000, 35_000), cpus).json();
        assertThat(json)
                .containsEntry("rate", 2_000)
                .containsEntry("events", 100L)
                .containsEntry("p50_ms", 50.0)
                .containsEntry("p90_ms", 90.0)
                .containsEntry("p99_ms", 99.0)
                .containsEntry("max_ms", 100.0)
                .containsEntry("poll_p50_ms", 25.0)
                .containsEntry("poll_max_ms", 35.0)
                .containsEntry("cpus", 1.5)
                .containsEntry("cpus_command", 0.75)
                .containsEntry("cpus_clickhouse", 0.5)
                .containsEntry("cpus_broker", 0.25);
    }
}
