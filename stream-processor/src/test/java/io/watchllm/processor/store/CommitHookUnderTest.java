package io.watchllm.processor.store;

import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.processor.store.StoreContractTest.Opened;
import io.watchllm.processor.store.StoreContractTest.StoreUnderTest;
import java.util.List;
import java.util.Random;

/** {@link CommitHook}: it has no changelog, so it remembers nothing, not even its actions. */
record CommitHookUnderTest(String name) implements StoreUnderTest {

    @Override
    public Opened make() {
        var hook = CommitHook.builder(name).build();
        return new Opened() {
            @Override
            public StoreBench open(List<Entry> changelog) {
                return StoreBench.open(hook, changelog);
            }

            @Override
            public List<Entry> work(Random random) {
                return List.of();
            }

            @Override
            public void close() {
                hook.close();
            }

            @Override
            public Object contents() {
                // Runs what was left behind, if there is any.
                hook.flushCache();
                return "nothing";
            }
        };
    }
}
