package io.watchllm.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.clickhouse.core.SpaceReport;
import io.watchllm.clickhouse.core.SpaceReport.Apart;
import io.watchllm.clickhouse.core.SpaceReport.Besides;
import io.watchllm.clickhouse.core.SpaceReport.Column;
import io.watchllm.clickhouse.core.SpaceReport.Data;
import io.watchllm.clickhouse.core.SpaceReport.Disk;
import io.watchllm.clickhouse.core.SpaceReport.Elsewhere;
import io.watchllm.clickhouse.core.SpaceReport.Partition;
import io.watchllm.clickhouse.core.SpaceReport.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceTextTest {
    private static final long KIB = 1024;
    private static final SpaceReport REPORT = new SpaceReport(
            "26.7.3.1",
            "watchllm",
            List.of(
                    new Table(
                            "events",
                            1_234_567,
                            12,
                            800 * KIB,
                            new Data(600 * KIB, 6000 * KIB),
                            new Besides(150 * KIB, 0),
                            new Apart(100 * KIB, 100 * KIB, 3)),
                    new Table("tool_calls", 0, 0, 0, new Data(0, 0), new Besides(0, 0), new Apart(0, 0, 0))),
            List.of(
                    new Column("events", "prompt", true, new Data(300 * KIB, 4500 * KIB)),
                    new Column("events", "event_id", false, new Data(100 * KIB, 500 * KIB))),
            List.of(
                    new Partition("events", "202610", 234_567, 2, 200 * KIB, 200 * KIB),
                    new Partition("events", "202611", 1_000_000, 10, 600 * KIB, 0)),
            List.of(new Elsewhere("system", "query_log", 10, 1, 2 * KIB * KIB)),
            List.of(
                    new Disk("default", "/var/lib/clickhouse/", 3 * KIB * KIB, 4 * KIB * KIB),
                    new Disk("s3", "bucket/", -1, -1)));

    @Test
    void shouldTellItInTables() {
        assertThat(new SpaceText(REPORT).text(15)).isEqualTo("""
                ClickHouse 26.7.3.1, database watchllm: 1000.0 KiB on disk, 10.0 to 1
                disk default (/var/lib/clickhouse/): 3.0 MiB free of 4.0 MiB, 75.0 %
                disk s3 (bucket/): the server does not know its size

                TABLE       ROWS       PARTS  ON DISK    SHARE   RATIO  PAYLOAD  INDEXES    PROJECTIONS  OLD PARTS  DETACHED
                events      1,234,567     12  800.0 KiB  80.0 %   10.0   75.0 %  150.0 KiB  -            100.0 KiB  100.0 KiB
                tool_calls          0      0        0 B   0.0 %  -      -        -          -            -          -

                COLUMN           KIND         ON DISK    OF TABLE  RATIO
                events.prompt    payload      300.0 KiB    37.5 %   15.0
                events.event_id  fact         100.0 KiB    12.5 %    5.0
                events.*         small parts  200.0 KiB    25.0 %  -

                MONTH   OF TABLE  ROWS       PARTS  ON DISK    SHARE   PAST RETENTION
                202611  events    1,000,000     10  600.0 KiB  60.0 %  -
                202610  events      234,567      2  200.0 KiB  20.0 %       200.0 KiB

                ELSEWHERE         ROWS  PARTS  ON DISK
                system.query_log    10      1  2.0 MiB
                """);
    }

    @Test
    void shouldShowNoMoreThanAsked() {
        assertThat(new SpaceText(REPORT).text(1))
                .contains("events.prompt", "202611")
                .doesNotContain("events.event_id", "202610");
    }

    @Test
    void shouldTellAllOfItToPrograms() throws Exception {
        var json = new ObjectMapper().readTree(new SpaceText(REPORT).json());

        assertThat(json.get("bytes_on_disk").asLong()).isEqualTo(1000 * KIB);
        assertThat(json.at("/tables/0/payload_compressed_bytes").asLong()).isEqualTo(300 * KIB);
        assertThat(json.at("/tables/0/untold_compressed_bytes").asLong()).isEqualTo(200 * KIB);
        assertThat(json.at("/columns/0/payload").asBoolean()).isTrue();
        assertThat(json.at("/partitions/0/overdue_bytes").asLong()).isEqualTo(200 * KIB);
        assertThat(json.at("/elsewhere/0/table").asText()).isEqualTo("query_log");
        assertThat(json.at("/disks/0/free_bytes").asLong()).isEqualTo(3 * KIB * KIB);
    }
}
