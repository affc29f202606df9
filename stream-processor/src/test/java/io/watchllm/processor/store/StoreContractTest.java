package io.watchllm.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.processor.StoresOfTheTopology;
import io.watchllm.processor.store.StoreBench.Entry;
import io.watchllm.schemas.EventCountKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every store holds to: it equals its changelog, whatever happened to the object before. Kafka Streams opens the
 * same object again after a transaction was aborted, and lets a standby go on as the active one.
 */
class StoreContractTest {

    private static final int SEEDS = 20;

    /** A new store joins by a line. */
    private static final List<StoreUnderTest> STORES = List.of(
            new SeenIdsUnderTest(),
            new EventCountsUnderTest(EventCountKey.EVENTS_STORE),
            new EventCountsUnderTest(EventCountKey.ALERTS_STORE),
            new AlertStatesUnderTest(AlertStateStore.RUNS),
            new AlertStatesUnderTest(AlertStateStore.GROUPS),
            new GlobalTablesUnderTest.Prices(),
            new GlobalTablesUnderTest.Rules(),
            new CommitHookUnderTest(CommitHook.EVENTS),
            new CommitHookUnderTest(CommitHook.PANES));

    /** A kind of store, and what can be done with one. */
    interface StoreUnderTest {
        String name();

        /** A store that was never opened. */
        Opened make();
    }

    /** A store of that kind, from its first opening on. */
    interface Opened {
        /** Opens it, for the first time or again, and fills it. */
        StoreBench open(List<Entry> changelog);

        /** Does something; gives what it has put on the changelog. */
        List<Entry> work(Random random);

        void close();

        /** Everything that it remembers, as something that can be compared. */
        Object contents();
    }

    @Test
    void shouldKnowEveryStoreOfTheTopology() {
        assertThat(STORES.stream().map(StoreUnderTest::name))
                .as("stores that hold to the contract: a new one joins by a line in STORES")
                .containsExactlyInAnyOrderElementsOf(StoresOfTheTopology.names());
    }

    @TestFactory
    Stream<DynamicTest> shouldEqualItsChangelogAfterAnAbortedTransaction() {
        return each((store, random) -> {
            var aborted = store.make();
            aborted.open(List.of());
            var changelog = new ArrayList<>(aborted.work(random));
            // Its records are on no changelog that a reader of committed ones sees.
            aborted.work(random);
            aborted.close();
            aborted.open(changelog);

            assertThat(aborted.contents()).isEqualTo(fresh(store, changelog).contents());

            changelog.addAll(aborted.work(random));
            assertThat(aborted.contents())
                    .as("and goes on from there")
                    .isEqualTo(fresh(store, changelog).contents());
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldEqualItsChangelogAfterItWasClosedAndOpened() {
        return each((store, random) -> {
            var closed = store.make();
            closed.open(List.of());
            var changelog = closed.work(random);
            closed.close();
            closed.open(List.of());
            assertThat(closed.contents())
                    .as("with nothing on its changelog")
                    .isEqualTo(fresh(store, List.of()).contents());
            closed.close();
            closed.open(changelog);

            assertThat(closed.contents()).isEqualTo(fresh(store, changelog).contents());
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldEqualItsChangelogAsStandbyAndAsActive() {
        return each((store, random) -> {
            var active = store.make();
            active.open(List.of());
            var standby = store.make();
            var bench = standby.open(List.of());
            var changelog = new ArrayList<Entry>();
            for (int round = 0; round < 3; round++) {
                var more = active.work(random);
                changelog.addAll(more);
                bench.restore(more);
            }
            assertThat(standby.contents())
                    .isEqualTo(active.contents())
                    .isEqualTo(fresh(store, changelog).contents());

            changelog.addAll(standby.work(random));
            assertThat(standby.contents())
                    .as("once it is the active one")
                    .isEqualTo(fresh(store, changelog).contents());
        });
    }

    private static Opened fresh(StoreUnderTest store, List<Entry> changelog) {
        var fresh = store.make();
        fresh.open(changelog);
        return fresh;
    }

    private interface Trial {
        void of(StoreUnderTest store, Random random);
    }

    private static Stream<DynamicTest> each(Trial trial) {
        return STORES.stream()
                .map(store -> DynamicTest.dynamicTest(store.name(), () -> {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        trial.of(store, new Random(seed));
                    }
                }));
    }
}
