package io.watchllm.processor.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.model.Moment;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.EventCount;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A key-value store of Kafka Streams, and what a stage remembers in front of it: made when the task is opened, and
 * written at each commit.
 */
record KeyValuesUnderTest(String name, Function<KeyValueStore<Bytes, byte[]>, Stage> stage) implements StoreUnderTest {

    /** What a stage has in front of the store. */
    interface Stage {
        void work(Random random);

        /** As before each commit. */
        void save();

        /** What it would do next. */
        Object behaviour();
    }

    @Override
    public Opened make() {
        var store = Stores.inMemoryKeyValueStore(name).get();
        return new Opened() {
            private Stage open = stage.apply(store);

            @Override
            public StoreBench open(List<Entry> changelog) {
                var bench = StoreBench.open(store, changelog);
                open = stage.apply(store);
                return bench;
            }

            @Override
            public List<Entry> work(Random random) {
                // A standby becomes active: only then does it get its stage.
                open = stage.apply(store);
                var before = dump();
                open.work(random);
                open.save();
                return changes(before, dump());
            }

            @Override
            public void close() {
                store.close();
            }

            @Override
            public Object contents() {
                return List.of(dump(), stage.apply(store).behaviour());
            }

            private Map<String, String> dump() {
                var dump = new TreeMap<String, String>();
                try (var all = store.all()) {
                    all.forEachRemaining(entry -> dump.put(
                            HexFormat.of().formatHex(entry.key.get()),
                            HexFormat.of().formatHex(entry.value)));
                }
                return dump;
            }
        };
    }

    private static List<Entry> changes(Map<String, String> before, Map<String, String> after) {
        var changes = new ArrayList<Entry>();
        var format = HexFormat.of();
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(new Entry(format.parseHex(key), format.parseHex(value)));
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> changes.add(new Entry(format.parseHex(key), null)));
        return changes;
    }

    /** The counts. */
    static Stage count(KeyValueStore<Bytes, byte[]> store) {
        var counts = new EventCountsStore(
                view(
                        store,
                        bytes -> ByteBuffer.wrap(bytes).getLong(),
                        count -> ByteBuffer.allocate(Long.BYTES).putLong(count).array()),
                new WriteMetrics(new SimpleMeterRegistry()));
        return new Stage() {
            @Override
            public void work(Random random) {
                for (int event = 0; event < 20; event++) {
                    var entries = EventCount.values();
                    counts.count("p" + random.nextInt(4), entries[random.nextInt(entries.length)]);
                }
            }

            @Override
            public void save() {
                counts.save();
            }

            @Override
            public Object behaviour() {
                return "a count goes on from the store";
            }
        };
    }

    /** Groups of all kinds of rules. */
    static Stage judge(KeyValueStore<Bytes, byte[]> store) {
        var rules = RuleSet.of(Sample.eachKind());
        var states = new AlertStateStore(
                view(store, bytes -> bytes, bytes -> bytes), new WriteMetrics(new SimpleMeterRegistry()));
        var groups = new AlertGroups(rules, 1_000);
        states.restore(groups);
        var intake = new AlertIntake(rules, groups);
        var clock = states.clock(0);
        return new Stage() {
            private int number;

            @Override
            public void work(Random random) {
                for (int event = 0; event < 40; event++) {
                    play(random, alert -> {});
                }
            }

            private void play(Random random, AlertSink sink) {
                long timeMs = Math.max(clock.newestMs(), Sample.START_MS) + random.nextInt(3_000);
                clock.saw(timeMs, 0);
                var now = new Moment(timeMs, timeMs);
                var seen = Sample.any(random, "e" + timeMs + number++, timeMs);
                intake.observe(seen, now, sink);
                intake.drain(parts -> parts.forEach(part -> groups.merge(part, now, sink)));
                groups.tick(now, sink);
            }

            @Override
            public void save() {
                states.save(groups, clock, 0);
            }

            @Override
            public Object behaviour() {
                var alerts = new ArrayList<String>();
                var random = new Random(1);
                for (int event = 0; event < 40; event++) {
                    play(random, alert -> alerts.add(alert.toString()));
                }
                return alerts;
            }
        };
    }

    /** The store with texts as keys, as Kafka Streams gives it to a stage. */
    @SuppressWarnings("unchecked")
    static <V> KeyValueStore<String, V> view(
            KeyValueStore<Bytes, byte[]> store, Function<byte[], V> read, Function<V, byte[]> write) {
        return (KeyValueStore<String, V>) Proxy.newProxyInstance(
                KeyValuesUnderTest.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (_, method, call) -> {
                    if (method.getName().equals("all")) {
                        return new Entries<>(store.all(), read);
                    }
                    var key = Bytes.wrap(((String) call[0]).getBytes(StandardCharsets.UTF_8));
                    if (method.getName().equals("put")) {
                        store.put(key, write.apply((V) call[1]));
                        return null;
                    }
                    var value = method.getName().equals("delete") ? store.delete(key) : store.get(key);
                    return value == null ? null : read.apply(value);
                });
    }

    /** All entries, with texts as keys. */
    private record Entries<V>(KeyValueIterator<Bytes, byte[]> entries, Function<byte[], V> read)
            implements KeyValueIterator<String, V> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<String, V> next() {
            var entry = entries.next();
            return KeyValue.pair(new String(entry.key.get(), StandardCharsets.UTF_8), read.apply(entry.value));
        }

        @Override
        public String peekNextKey() {
            return new String(entries.peekNextKey().get(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
