package io.watchllm.chaos.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.core.EventScript.Kind;
import io.watchllm.chaos.core.EventScript.Payload;
import io.watchllm.chaos.core.Ledger;
import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares what was sent with what the topics have, record by record. It reads them by itself, with nothing of the
 * processor. Used once.
 */
final class PipelineOracle {
    private static final String EVENTS_KEY = Topics.EVENTS.name() + "/";
    private static final int EXAMPLES_MAX = 5;

    private final Positions positions;
    private final EventScript script;
    private final byte[] rows;
    private final byte[] steps;
    private final byte[] deadLetters;
    private final Map<String, Integer> alertRows = new HashMap<>();
    private final Map<String, Integer> alerts = new HashMap<>();
    private final Map<String, String> firing = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Integer> missing = new ArrayList<>();

    /**
     * What it found.
     *
     * @param lost events without a row, and bad records without a dead letter
     * @param twice what is there beyond once
     * @param alerts those that fire
     * @param countsEqual whether the processor's counts are those of the ledger
     * @param notes what is worth knowing
     * @param problems what is wrong besides
     */
    record Finding(
            long lost, long twice, Alerts alerts, boolean countsEqual, List<String> notes, List<String> problems) {}

    PipelineOracle(Positions positions, EventScript script) {
        this.positions = positions;
        this.script = script;
        rows = new byte[script.sends()];
        steps = new byte[script.sends()];
        deadLetters = new byte[script.sends()];
    }

    /** The alerts alone, as they are now. */
    static Alerts alerts(Positions positions) {
        var found = new HashMap<String, String>();
        var reader = OutputReader.alerts();
        positions.read(Topics.ALERTS, record -> {
            var alert = reader.read(record.value());
            if (alert.firing()) {
                found.put(alert.eventId(), alert.rule());
            }
        });
        return new Alerts(found);
    }

    Finding evaluate(Ledger ledger) {
        readRows();
        var stepReader = OutputReader.steps();
        positions.read(Topics.AGENT_STEP_ROWS, record -> count(steps, index(stepReader.read(record.value()))));
        var alertReader = OutputReader.alerts();
        positions.read(Topics.ALERTS, record -> {
            var alert = alertReader.read(record.value());
            alerts.merge(alert.eventId(), 1, Integer::sum);
            if (alert.firing()) {
                firing.put(alert.eventId(), alert.rule());
            }
        });
        readDeadLetters(ledger);
        var lost = 0L;
        var twice = beyondOnce(alerts) + beyondOnce(alertRows);
        for (var index = 0; index < script.sends(); index++) {
            var kind = script.send(index).kind();
            var row = kind == Kind.EVENT ? 1 : 0;
            var step = row == 1 && EventScript.payload(index) == Payload.STEP ? 1 : 0;
            var deadLetter = kind == Kind.EVENT || kind == Kind.REPEAT ? 0 : 1;
            var less = less(rows[index], row) + less(steps[index], step) + less(deadLetters[index], deadLetter);
            if (less > 0 && missing.size() < EXAMPLES_MAX) {
                missing.add(index);
            }
            lost += less;
            twice += more(rows[index], row) + more(steps[index], step) + more(deadLetters[index], deadLetter);
        }
        if (!alerts.keySet().equals(alertRows.keySet())) {
            problems.add(alerts.size() + " alerts and " + alertRows.size() + " rows of alerts are not the same");
        }
        var counts = new ProcessorCounts(positions);
        var wrong = counts.difference(script, alertRows.size());
        var notes = new ArrayList<String>();
        wrong.ifPresent(notes::add);
        if (!missing.isEmpty()) {
            notes.add("missing are records " + missing);
        }
        return new Finding(lost, twice, new Alerts(firing), wrong.isEmpty(), notes, problems);
    }

    private void readRows() {
        var reader = OutputReader.rows();
        positions.read(Topics.EVENT_ROWS, record -> {
            var row = reader.read(record.value());
            if (row.alert()) {
                alertRows.merge(row.eventId(), 1, Integer::sum);
            } else {
                count(rows, index(row));
            }
            if (row.text().contains(EventRecords.SECRET)) {
                problem("row " + row.eventId() + " has what privacy takes out");
            }
        });
    }

    /** The event that a row is of; -1 when it is of none. */
    private int index(OutputReader.Output row) {
        try {
            var index = Integer.parseInt(row.eventId().substring(1));
            if (index >= 0
                    && index < script.sends()
                    && row.projectId().equals(EventRecords.project(index))
                    && row.runId().equals(EventRecords.run(index))) {
                return index;
            }
        } catch (NumberFormatException notOurs) {
            // It is told below.
        }
        problem("row " + row.eventId() + " of " + row.projectId() + "/" + row.runId() + " is of no event");
        return -1;
    }

    private void readDeadLetters(Ledger ledger) {
        var places = new HashMap<String, Integer>();
        ledger.visit((id, partition, offset, copies) -> {
            if (copies == 0) {
                places.put(EVENTS_KEY + partition + "/" + offset, id);
            }
        });
        positions.read(Topics.DEAD_LETTERS, record -> {
            var key = key(record);
            var index = places.getOrDefault(key, -1);
            if (index < 0) {
                problem("dead letter " + key + " is about no bad record");
            }
            count(deadLetters, index);
        });
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    private void problem(String text) {
        if (problems.size() < EXAMPLES_MAX) {
            problems.add(text);
        }
    }

    private static void count(byte[] found, int index) {
        if (index >= 0 && found[index] < Byte.MAX_VALUE) {
            found[index]++;
        }
    }

    private static int less(byte found, int expected) {
        return Math.max(0, expected - found);
    }

    private static int more(byte found, int expected) {
        return Math.max(0, found - expected);
    }

    private static long beyondOnce(Map<String, Integer> found) {
        return found.values().stream().mapToLong(times -> times - 1L).sum();
    }
}
