package io.watchllm.processor.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import io.watchllm.processor.write.WriteMetrics;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** {@link AlertStateStore} with groups of all kinds of rules. */
record AlertStatesUnderTest(String name) implements StoreUnderTest {

    /** What a stage has in front of the store: made when the task is opened, and saved at each commit. */
    private static final class Stage {
        private final AlertStateStore store;
        private final AlertGroups groups;
        private final AlertIntake intake;
        private final EventClock clock;
        private int number;

        Stage(AlertStateStore store) {
            this.store = store;
            var rules = RuleSet.of(Sample.eachKind());
            groups = store.groups(rules, 1_000);
            intake = new AlertIntake(groups);
            clock = store.clock(0);
        }

        void play(Random random, AlertSink sink) {
            for (int event = 0; event < 40; event++) {
                long timeMs = Math.max(clock.newestMs(), Sample.START_MS) + random.nextInt(3_000);
                clock.saw(timeMs, 0);
                var now = new Moment(timeMs, timeMs);
                var seen = Sample.any(random, "e" + timeMs + number++, timeMs);
                intake.observe(seen, now, sink);
                intake.drain(parts -> parts.forEach(part -> groups.merge(part, now, sink)));
                groups.tick(now, sink);
            }
        }

        void save() {
            store.save(groups, clock, 0);
        }
    }

    @Override
    public Opened make() {
        var store = AlertStateStore.builder(name, new WriteMetrics(new SimpleMeterRegistry()))
                .build();
        return new Opened() {
            private StoreBench bench = new StoreBench();

            @Override
            public StoreBench open(List<Entry> changelog) {
                bench = StoreBench.open(store, changelog);
                return bench;
            }

            @Override
            public List<Entry> work(Random random) {
                // A standby becomes active: only then does it get its stage.
                var stage = new Stage(store);
                stage.play(random, alert -> {});
                stage.save();
                return bench.takeLogged();
            }

            @Override
            public void close() {
                store.close();
            }

            @Override
            public Object contents() {
                var records = new TreeMap<String, String>();
                store.records()
                        .forEach((key, value) -> records.put(key, HexFormat.of().formatHex(value)));
                var alerts = new ArrayList<String>();
                new Stage(store).play(new Random(1), alert -> alerts.add(alert.toString()));
                return List.of(records, alerts);
            }
        };
    }
}
