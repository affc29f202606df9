package io.watchllm.processor.store;

import static io.watchllm.pricing.Prices.row;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.Sample;
import io.watchllm.control.AlertRule;
import io.watchllm.control.ModelPrice;
import io.watchllm.pricing.PriceList.Layer;
import io.watchllm.pricing.PriceRecords;
import io.watchllm.processor.prices.PriceMetrics;
import io.watchllm.processor.prices.PriceTable;
import io.watchllm.processor.rules.AlertMetrics;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** Tables of rules and prices: their changelog is the topic itself. */
final class GlobalTablesUnderTest {

    private static final WriterSchemas SCHEMAS =
            id -> new WriterSchemas.Found(id == 1 ? ModelPrice.getClassSchema() : AlertRule.getClassSchema());

    private GlobalTablesUnderTest() {}

    /** {@link PriceTable}. */
    record Prices() implements StoreUnderTest {
        @Override
        public String name() {
            return PriceTable.NAME;
        }

        @Override
        public Opened make() {
            var table = PriceTable.builder(SCHEMAS, new PriceMetrics(new SimpleMeterRegistry()))
                    .build();
            return new Topic(
                    table,
                    random -> {
                        var row = row("p", "m" + random.nextInt(9), "" + (1 + random.nextInt(5)));
                        return entry(PriceRecords.key(row), 1, PriceRecords.record(row), random);
                    },
                    () -> {
                        // Each time long after the last.
                        var list = table.current(System.nanoTime());
                        return IntStream.range(0, 9)
                                .mapToObj(model -> list.resolve("p", "m" + model).found().stream()
                                        .filter(attempt -> attempt.layer() == Layer.TOPIC)
                                        .map(attempt -> Objects.requireNonNull(attempt.found())
                                                .rows())
                                        .toList())
                                .toList();
                    },
                    () -> {});
        }
    }

    /** {@link RuleTable}. */
    record Rules() implements StoreUnderTest {
        @Override
        public String name() {
            return RuleTable.NAME;
        }

        @Override
        public Opened make() {
            var metrics = new AlertMetrics(new SimpleMeterRegistry(), new WriteMetrics(new SimpleMeterRegistry()));
            var table = RuleTable.builder(SCHEMAS, RuleSource.TOPIC, metrics, () -> {})
                    .build();
            return new Topic(
                    table,
                    random -> {
                        var id = "r" + random.nextInt(9);
                        var rule = Sample.record("rule_id: %s, kind: cost_sum, window: 10s, warn: %d"
                                .formatted(id, 1 + random.nextInt(5)));
                        return entry(id, 2, rule, random);
                    },
                    () -> {
                        return table.current().rules().stream()
                                .map(ActiveRule::rule)
                                .toList();
                    },
                    // A rule that failed is tried again once the table was opened again.
                    () -> table.current().rules().forEach(rule -> table.disable(rule.rule())));
        }
    }

    private static Entry entry(String key, int schemaId, SpecificRecord value, Random random) {
        return new Entry(
                key.getBytes(StandardCharsets.UTF_8),
                random.nextInt(3) == 0 ? null : WireFormat.encode(schemaId, value));
    }

    /** A table, records for it, and what it holds. */
    private record Topic(
            GlobalTable table, Function<Random, Entry> records, Supplier<Object> holds, Runnable beforeClose)
            implements Opened {

        @Override
        public StoreBench open(List<Entry> changelog) {
            return StoreBench.open(table, changelog);
        }

        @Override
        public List<Entry> work(Random random) {
            var put = new ArrayList<Entry>();
            for (int record = 0; record < 12; record++) {
                var entry = records.apply(random);
                table.put(entry.key(), entry.value(), GlobalTable.UNKNOWN_OFFSET);
                put.add(entry);
            }
            return put;
        }

        @Override
        public void close() {
            beforeClose.run();
            table.close();
        }

        @Override
        public Object contents() {
            return holds.get();
        }
    }
}
