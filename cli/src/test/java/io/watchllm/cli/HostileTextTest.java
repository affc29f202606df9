package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.cli.deadletters.DeadLetterText;
import io.watchllm.cli.query.ResultTable;
import io.watchllm.cli.reconcile.ReconciliationText;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.operations.deadletter.DeadLetterValue;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import io.watchllm.operations.reconciliation.LostOffsets;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.operations.reconciliation.TopicComparison;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** What a producer chose steers no terminal, and begins no line that looks like one of ours. */
class HostileTextTest {
    private static final String HOSTILE =
            "a\u001B]52;c;x\u0007\u009B31m\u202E\u2067\u200F\u007F\nforged\rforged\u2028forged";
    private static final Pattern STEERING = Pattern.compile(
            "[\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]|(?m)^forged");

    @Test
    void shouldShowDeadLettersPlain() {
        var refusal = new Refusal(Stage.PRODUCER, "not_an_event", HOSTILE, Instant.EPOCH);
        List<Header> headers = List.of(new RecordHeader(HOSTILE, HOSTILE.getBytes(StandardCharsets.UTF_8)));
        var key = HOSTILE.getBytes(StandardCharsets.UTF_8);
        var stored = new StoredDeadLetter(new DeadLetter(key, key, headers, new FromInput(HOSTILE, 1), refusal), null);

        assertPlain(DeadLetterText.line(stored), 1);
        // origin, time, stage, reason, error, attempt, schema, key, header, value, and the value itself
        assertPlain(DeadLetterText.full(stored, new DeadLetterValue(HOSTILE, null, "excerpt")), 11);
    }

    @Test
    void shouldShowProjectsPlain() {
        var project = new Project(10, 2, 1, 3, 12, 0);
        var usual = new ReconciliationText(new ReconciliationReport(
                        new TreeMap<>(Map.of("p", project)), 3, 1, 16L, TopicComparison.NONE, LostOffsets.NONE))
                .text();

        assertPlain(
                new ReconciliationText(new ReconciliationReport(
                                new TreeMap<>(Map.of(HOSTILE, project)),
                                3,
                                1,
                                16L,
                                TopicComparison.NONE,
                                LostOffsets.NONE))
                        .text(),
                (int) usual.lines().count());
    }

    @Test
    void shouldShowTablesPlain() throws IOException {
        assertPlain(TextTable.of(List.of(List.of("head", HOSTILE), List.of(HOSTILE, "1"))), 2);
        var answer = "name\nString\n" + HOSTILE.replace("\n", "\\n").replace("\r", "\\r") + "\n";
        var table = ResultTable.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), 10);
        assertPlain(table.text(OptionalInt.empty()), 2);
        assertPlain(table.text(OptionalInt.of(5)), 2);
    }

    private static void assertPlain(String text, int lines) {
        assertThat(STEERING.matcher(text).find()).as(text).isFalse();
        assertThat(text.lines()).as(text).hasSize(lines);
        assertThat(text).contains("forged").contains("\uFFFD");
    }
}
