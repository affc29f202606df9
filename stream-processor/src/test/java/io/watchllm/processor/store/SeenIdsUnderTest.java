package io.watchllm.processor.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.processor.core.EventFingerprint;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import io.watchllm.processor.write.WriteMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** {@link SeenIdsStore}: each id is put once. */
final class SeenIdsUnderTest implements StoreUnderTest {

    private static final int IDS = 60;

    @Override
    public String name() {
        return SeenIdsStore.NAME;
    }

    @Override
    public Opened make() {
        var store = SeenIdsStore.builder(
                        () -> new SeenIds(Duration.ofHours(1), 1_000),
                        new SeenIdsRegistry(),
                        new WriteMetrics(new SimpleMeterRegistry()))
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
                for (int event = 0; event < IDS / 3; event++) {
                    var id = id(random.nextInt(IDS));
                    var firstSeen = new FirstSeen(random.nextInt(5), 1_000 + random.nextInt(99));
                    if (store.find(id) == null) {
                        store.put(id, firstSeen);
                    }
                }
                return bench.takeLogged();
            }

            @Override
            public void close() {
                store.close();
            }

            @Override
            public Object contents() {
                return LongStream.range(0, IDS)
                        .mapToObj(id -> store.find(id(id)))
                        .map(found -> found == null ? "unknown" : found)
                        .toList();
            }
        };
    }

    private static EventFingerprint.Id id(long id) {
        // Spread over the table as hashes are.
        return new EventFingerprint.Id(id * 0x9E3779B97F4A7C15L, id);
    }
}
