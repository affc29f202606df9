package io.watchllm.cli.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.ProcessorReport;
import io.watchllm.runtime.Health;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorReportTest {
    private static final URI URL = URI.create("http://10.0.0.7:8080");
    private static final GroupView.Partition OWNED =
            new GroupView.Partition(0, 120L, "", 123, new GroupView.Lag(3, 0.25), "one/10.0.0.7");
    private static final GroupView.Partition UNOWNED =
            new GroupView.Partition(1, null, "", 7, new GroupView.Lag(7, null), null);

    @Test
    void shouldBeWellWhenEveryPartitionHasAProcessorAndEachIsReady() {
        var report = report(List.of(OWNED), Health.Status.UP);

        assertThat(report.problems()).isEmpty();
        assertThat(new ProcessorText(report).text()).isEqualTo("""
                PARTITION  COMMITTED  END  LAG  LAG S  OWNER
                        0        120  123    3    0.3  one/10.0.0.7

                group watchllm-processor: Stable
                http://10.0.0.7:8080: ready
                """);
        assertThat(new ProcessorText(report).json())
                .startsWith(
                        "{\"well\":true,\"problems\":[],\"group\":\"watchllm-processor\",\"group_state\":\"Stable\",")
                .contains("\"committed\":120,\"end\":123,\"lag_records\":3,\"lag_s\":0.25,\"owner\":\"one/10.0.0.7\"");
    }

    @Test
    void shouldSayWhatIsNotWell() {
        var report = report(List.of(OWNED, UNOWNED), Health.Status.down("Kafka Streams is REBALANCING"));

        assertThat(report.problems())
                .containsExactly(
                        "the processor at http://10.0.0.7:8080 is not ready: Kafka Streams is REBALANCING",
                        "no processor has partition 1");
        assertThat(new ProcessorText(report).text())
                .contains("        1  -            7    7  ?      -\n", "\nNot well:\n  the processor at");
    }

    private static ProcessorReport report(List<GroupView.Partition> partitions, Health.Status status) {
        return new ProcessorReport(
                new GroupView("watchllm.events", "watchllm-processor", "Stable", partitions),
                List.of(new ProcessorReport.Answer(URL, status)));
    }
}
