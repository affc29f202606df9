package io.watchllm.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.audit.TableReport;
import io.watchllm.operations.audit.TableReport.Counts;
import io.watchllm.operations.repeat.RepeatReport;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTextTest {

    @Test
    void shouldNotBeCleanWhileARepeatIsStored() {
        var text = new AuditText(List.of(), List.of(), repeats(0));

        assertThat(text.clean()).isFalse();
        assertThat(text.text())
                .contains(
                        "late rows         1,203 rows compared: 77 repeats (0.057750000 USD), 0 taken out, 1 conflicts")
                .contains("  shop/run-1/step-1: 1 too many")
                .contains("Late repeats: watchllm audit --repair takes all copies but the first out")
                .endsWith("0 missing, 0 twice, 77 late repeats, 0 rollup rows differ\n");
        assertThat(text.json())
                .contains(
                        "\"late_repeats\":{\"compared\":1203,\"repeats\":77,\"repeats_usd\":0.057750000,\"removed\":0")
                .contains("\"clean\":false");
    }

    @Test
    void shouldBeCleanOnceAllAreTakenOut() {
        var text = new AuditText(List.of(), List.of(), repeats(77));

        assertThat(text.clean()).isTrue();
        assertThat(text.text())
                .doesNotContain("--repair takes")
                .endsWith("77 late repeats, 0 rollup rows differ; 77 repeats taken out\n");
    }

    @Test
    void shouldSayNothingOfLateRowsWhereThereAreNone() {
        assertThat(new AuditText(List.of(), List.of(), RepeatReport.NONE).text())
                .isEqualTo("0 missing, 0 twice, 0 late repeats, 0 rollup rows differ\n");
    }

    /** Records that an operator has given up are no reason to look again; others that are lost are. */
    @Test
    void shouldTellWhatWasAcceptedAsLostFromWhatIsLost() {
        var accepted =
                new AuditText(List.of(table(new Counts(100, 0, 0, 0, 0, 0, 0, 40))), List.of(), RepeatReport.NONE);
        var lost = new AuditText(List.of(table(new Counts(100, 0, 0, 0, 0, 0, 2, 40))), List.of(), RepeatReport.NONE);

        assertThat(accepted.clean()).isTrue();
        assertThat(accepted.text()).endsWith("0 rollup rows differ; 40 offsets accepted as lost\n");
        assertThat(accepted.json())
                .contains("\"lost_offsets\":0,\"accepted_lost_offsets\":40")
                .contains("\"clean\":true");
        assertThat(lost.clean()).isFalse();
        assertThat(lost.json()).contains("\"lost_offsets\":2,\"accepted_lost_offsets\":40");
    }

    private static TableReport table(Counts counts) {
        return new TableReport(
                SinkTable.EVENTS,
                List.of(new TableReport.Partition(0, 50, 150, counts, List.of(), List.of(), List.of())));
    }

    private static RepeatReport repeats(long removed) {
        return new RepeatReport(
                1_203,
                77,
                removed,
                1,
                0,
                new BigDecimal("0.057750000"),
                List.of("shop/run-1/step-1: 1 too many, 0.000750000 USD"),
                List.of());
    }
}
