package io.watchllm.processor.store;

import io.watchllm.processor.core.EventFingerprint;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Bytes;

/** {@link SeenIdsStore}: each id is put once. */
final class SeenIdsUnderTest implements StoreUnderTest {

    private static final int IDS = 60;

    @Override
    public String name() {
        return SeenIdsStore.NAME;
    }

    @Override
    public Opened make() {
        var store = SeenIdsStore.supplier(Duration.ofHours(1), 1_000, new SeenIdsRegistry())
                .get();
        return new Opened() {
            @Override
            public StoreBench open(List<Entry> changelog) {
                return StoreBench.open(store, changelog);
            }

            @Override
            public List<Entry> work(Random random) {
                var put = new ArrayList<Entry>();
                for (int event = 0; event < IDS / 3; event++) {
                    byte[] key = key(random.nextInt(IDS));
                    byte[] value = SeenIdsStore.value(new FirstSeen(random.nextInt(5), 1_000 + random.nextInt(99)));
                    if (store.putIfAbsent(Bytes.wrap(key), value) == null) {
                        put.add(new Entry(key, value));
                    }
                }
                return put;
            }

            @Override
            public void close() {
                store.close();
            }

            @Override
            public Object contents() {
                return LongStream.range(0, IDS)
                        .mapToObj(id -> store.get(Bytes.wrap(key(id))))
                        .map(value -> value == null ? "unknown" : SeenIdsStore.firstSeen(value))
                        .toList();
            }
        };
    }

    private static byte[] key(long id) {
        // Spread over the table as hashes are.
        return SeenIdsStore.key(new EventFingerprint.Id(id * 0x9E3779B97F4A7C15L, id));
    }
}
