package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.Sample;
import io.watchllm.events.Event;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.Rules;
import io.watchllm.processor.HostileRecords.Hostile;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.schemas.EventCount;
import io.watchllm.teststack.SchemaBomb;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Everything is on, the rules that ship and one of every kind, privacy and deduplication, and the worst records come:
 * each becomes its rows, a counted repeat, or one dead letter with a true reason; every record of every topic and
 * changelog is one that the topic takes; nothing stops; the counts close. {@code -Dfuzz.seed} repeats a run,
 * {@code -Dfuzz.hostile.records} makes it longer.
 */
class HostileFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final int RECORDS = Integer.getInteger("fuzz.hostile.records", 400);
    private static final int OLDER = 8;
    private static final int OTHER_TYPE = 21;
    private static final int ODD = 22;

    private static final Schema WITHOUT_SESSION =
            new AlteredSchema(Event.getClassSchema(), Event.class.getName(), "session_id", null).schema();

    private static final Map<Integer, Schema> SCHEMAS = Map.of(
            SchemaBomb.NESTED.id(),
            SchemaBomb.NESTED.schema(),
            SchemaBomb.ITEMS.id(),
            SchemaBomb.ITEMS.schema(),
            TopologyRun.EVENT_SCHEMA,
            Event.getClassSchema(),
            OLDER,
            WITHOUT_SESSION,
            OTHER_TYPE,
            new Schema.Parser().parse("""
                    {"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}"""),
            ODD,
            new Schema.Parser().parse("""
                    {"type":"record","name":"%s","fields":[{"name":"m","type":{"type":"map","values":["null","long"]}}]}""".formatted("N".repeat(100_000))));

    @Test
    void shouldWriteOnlyWhatTheTopicsTakeAndLoseNothingWhateverComes() {
        var stages = new ProcessorSettings.Stages(
                TopologyRun.LIMITS,
                TopologyRun.DEDUPLICATION,
                PricePreference.CLIENT,
                Rules.builtIn(),
                new ProcessorSettings.Alerts(RuleSource.ALL, 1_000));
        try (var run = new TopologyRun(stages)) {
            SCHEMAS.forEach(run::register);
            Sample.eachKindRecord().forEach(run::rule);
            var ledger = new HostileLedger(run, SCHEMAS);
            ledger.pass(2);
            var records = new HostileRecords(SEED, WITHOUT_SESSION, OLDER, OLDER, OTHER_TYPE, ODD);
            records.first().forEach(record -> send(ledger, record));
            while (ledger.records() < RECORDS) {
                send(ledger, records.next());
                if (ledger.records() % 25 == 0) {
                    ledger.pass(3);
                }
            }
            assertWasHard(ledger);
            assertCountsClose(run, ledger);
        }
    }

    private static void send(HostileLedger ledger, Hostile record) {
        try {
            ledger.send(record);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed %d, record %d".formatted(SEED, ledger.records()), failure);
        }
    }

    /** The run reached what it was made for. */
    private static void assertWasHard(HostileLedger ledger) {
        assertThat(ledger.alerts()).as("alerts").isGreaterThan(20);
        assertThat(ledger.panes()).as("panes").isGreaterThan(100);
        assertThat(ledger.heldBack()).as("held back").isZero();
        assertThat(ledger.outcomes().keySet())
                .as("seed %d: %s", SEED, ledger.outcomes())
                .contains(
                        HostileLedger.ROWS,
                        HostileLedger.REPEAT,
                        "conflicting_event",
                        "id_too_long",
                        "nul_in_id",
                        "not_wire_format",
                        "unknown_schema",
                        "unreadable_as_event");
    }

    private static void assertCountsClose(TopologyRun run, HostileLedger ledger) {
        var counted = new HashMap<EventCount, Long>();
        run.counts()
                .forEach(
                        (key, count) -> counted.merge(EventCount.of(key.entry()).orElseThrow(), count, Long::sum));
        var outcomes = ledger.outcomes();
        long rows = outcomes.getOrDefault(HostileLedger.ROWS, 0);
        long repeats = outcomes.getOrDefault(HostileLedger.REPEAT, 0);

        assertThat(counted)
                .isEqualTo(Map.of(
                        EventCount.ROWS,
                        rows,
                        EventCount.DUPLICATE,
                        repeats,
                        EventCount.REFUSED,
                        ledger.records() - rows - repeats,
                        EventCount.ALERTS,
                        (long) ledger.alerts()));
        assertThat(run.counts().keySet()).allMatch(key -> key.project().length() <= 64 << 10);
    }
}
