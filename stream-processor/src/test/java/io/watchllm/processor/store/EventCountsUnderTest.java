package io.watchllm.processor.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.schemas.EventCount;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** {@link EventCountsStore}: what it holds is seen by what it counts to next. */
record EventCountsUnderTest(String name) implements StoreUnderTest {

    private static final int PROJECTS = 4;

    @Override
    public Opened make() {
        var store = EventCountsStore.builder(name, new WriteMetrics(new SimpleMeterRegistry()))
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
                for (int event = 0; event < 20; event++) {
                    var entries = EventCount.values();
                    store.count("p" + random.nextInt(PROJECTS), entries[random.nextInt(entries.length)]);
                }
                store.save();
                return bench.takeLogged();
            }

            @Override
            public void close() {
                store.close();
            }

            @Override
            public Object contents() {
                for (int project = 0; project < PROJECTS; project++) {
                    for (var entry : EventCount.values()) {
                        store.count("p" + project, entry);
                    }
                }
                store.save();
                var next = counts(bench.takeLogged());
                takeBack(store, next);
                return next;
            }
        };
    }

    /** What was only counted to look at the counts must not stay. */
    private static void takeBack(EventCountsStore store, Map<String, Long> next) {
        next.forEach((key, count) -> store.restore(
                key.getBytes(StandardCharsets.UTF_8),
                count == 1
                        ? null
                        : ByteBuffer.allocate(Long.BYTES).putLong(count - 1).array()));
    }

    private static Map<String, Long> counts(List<Entry> logged) {
        var counts = new TreeMap<String, Long>();
        for (var entry : logged) {
            counts.put(
                    new String(entry.key(), StandardCharsets.UTF_8),
                    ByteBuffer.wrap(entry.value()).getLong());
        }
        return counts;
    }
}
