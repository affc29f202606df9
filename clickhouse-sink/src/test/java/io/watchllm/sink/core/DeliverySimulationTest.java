package io.watchllm.sink.core;

import static io.watchllm.sink.core.ModelRules.Trait.AGES;
import static io.watchllm.sink.core.ModelRules.Trait.BLIND;
import static io.watchllm.sink.core.ModelRules.Trait.HIGHEST_NUMBER;
import static io.watchllm.sink.core.ModelRules.Trait.MONTHS;
import static io.watchllm.sink.core.ModelRules.Trait.NO_VIEWS;
import static io.watchllm.sink.core.ModelRules.Trait.OTHERS;
import static io.watchllm.sink.core.ModelRules.Trait.REPLICAS;
import static io.watchllm.sink.core.ModelRules.Trait.ROWS_FIRST;
import static io.watchllm.sink.core.ModelRules.Trait.TOKEN_FIRST;
import static io.watchllm.sink.core.ModelRules.Trait.UNSYNCED;
import static io.watchllm.sink.core.ModelRules.Trait.VIEW_FAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.sink.core.ModelRules.Moves;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Planner, partition writer and deduplication window against a model of a partition, of its commits, and of a table
 * with a rollup behind it that know their latest tokens. Commits fail or only seem to, inserts are lost, refused, land
 * in part or without an answer, workers die at any step, what a dead worker had sent may land after, a server dies
 * between a token and its rows, others push tokens out, tokens grow too old, and a replica lacks blocks of the other
 * one. A rollup can't be read back, so where its token is forgotten too, the table alone is looked at.
 */
class DeliverySimulationTest {
    private static final int STEPS_WITH_FAULTS = 600;
    private static final int STEPS_MAX = 20_000;
    private static final int NEVER_FORGETS = 1_000_000;

    @Property(tries = 400)
    void shouldLandEveryRecordOnceWhateverFails(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughOthersPushTokensOut(@ForAll long seed) {
        landsOnce(seed, new ModelRules(6, OTHERS));
    }

    @Property(tries = 400)
    void shouldMendTheRollupThatAnAttemptDidNotReach(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, VIEW_FAULTS));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughThePartitionMovesBetweenShards(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, Moves.PINNED, Set.of(VIEW_FAULTS)));
        landsOnce(seed, new ModelRules(6, Moves.PINNED, Set.of(OTHERS)));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughACrashLeavesTokensWithoutRows(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, TOKEN_FIRST, VIEW_FAULTS));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughACrashLeavesRowsWithoutTokens(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, ROWS_FIRST, NO_VIEWS));
        landsOnce(seed, new ModelRules(6, ROWS_FIRST, NO_VIEWS, OTHERS));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughInsertsEndAfterSomeOfTheirMonths(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, MONTHS, VIEW_FAULTS));
    }

    /** A deduplication window has seconds, too; here the tokens' age alone lets the table forget them. */
    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughTokensGrowOld(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, AGES));
        landsOnce(seed, new ModelRules(NEVER_FORGETS, AGES, REPLICAS));
    }

    /** Each partition of a replicated table numbers its blocks, so all of their blocks count. */
    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughOthersWriteIntoOtherPartitionsOfTheTable(@ForAll long seed) {
        landsOnce(seed, new ModelRules(6, OTHERS, REPLICAS));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughAReplicaLags(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, REPLICAS, VIEW_FAULTS));
        landsOnce(seed, new ModelRules(NEVER_FORGETS, Moves.PINNED, Set.of(REPLICAS, VIEW_FAULTS)));
        landsOnce(seed, new ModelRules(6, Moves.PINNED, Set.of(REPLICAS, OTHERS)));
    }

    /** The replica that took a part dies with it before the other one has fetched it, and the token stays in Keeper. */
    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughAReplicaDiesWithAPartWhoseTokenIsKnown(@ForAll long seed) {
        landsOnce(seed, new ModelRules(NEVER_FORGETS, REPLICAS, TOKEN_FIRST, VIEW_FAULTS));
    }

    @Property(tries = 400)
    void shouldStopRatherThanLoseOrRepeatWhenNothingCanTell(@ForAll long seed) {
        landsOrStops(seed, new ModelRules(NEVER_FORGETS, TOKEN_FIRST, MONTHS));
        landsOrStops(seed, new ModelRules(6, OTHERS, TOKEN_FIRST, NO_VIEWS));
        landsOrStops(seed, new ModelRules(24, OTHERS, MONTHS, NO_VIEWS));
        landsOrStops(seed, new ModelRules(24, OTHERS, MONTHS, TOKEN_FIRST, ROWS_FIRST, NO_VIEWS));
        landsOrStops(seed, new ModelRules(NEVER_FORGETS, ROWS_FIRST, TOKEN_FIRST, VIEW_FAULTS));
    }

    /** Found this: an insert that is still under way lands beside the rows under the next generation. */
    @Test
    void shouldNotTakeTheNextGenerationWhileTheOldTokenIsAboutToBeForgotten() {
        landsOrStops(13_216, new ModelRules(6, TOKEN_FIRST, OTHERS, NO_VIEWS));
    }

    /** The control: it shows what it is for that a commit names the shard. */
    @Test
    void shouldStoreRowsTwiceWhenAnOpenRangeMovesToAnotherShard() {
        assertThat(seeds(new ModelRules(NEVER_FORGETS, Moves.UNPINNED, Set.of()), DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: it shows that the model can tell, and what reading back is for. */
    @Test
    void shouldStoreRowsTwiceWhenOthersPushTokensOutAndNobodyReadsBack() {
        assertThat(seeds(new ModelRules(6, OTHERS, BLIND), DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: what an acknowledgement is worth while nobody looks. */
    @Test
    void shouldLoseRowsWhenACrashLeavesTokensWithoutRowsAndNobodyReadsBack() {
        assertThat(seeds(
                        new ModelRules(NEVER_FORGETS, TOKEN_FIRST, BLIND),
                        world -> world.stored().size() < world.good().size()))
                .isPositive();
    }

    /** The control: the same the other way round. */
    @Test
    void shouldStoreRowsTwiceWhenACrashLeavesRowsWithoutTokensAndNobodyReadsBack() {
        assertThat(seeds(
                        new ModelRules(NEVER_FORGETS, ROWS_FIRST, NO_VIEWS, BLIND),
                        DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: what it is for that age counts. */
    @Test
    void shouldStoreRowsTwiceWhenTokensGrowOldAndNobodyReadsBack() {
        assertThat(seeds(new ModelRules(NEVER_FORGETS, AGES, BLIND), DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: why a replicated table's blocks are counted by its log. */
    @Test
    void shouldStoreRowsTwiceWhenBlocksAreCountedByTheHighestNumberOfAPartition() {
        assertThat(seeds(new ModelRules(6, OTHERS, REPLICAS, HIGHEST_NUMBER), DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: what it is for that a replica must have all blocks before it says that rows are missing. */
    @Test
    void shouldStoreRowsTwiceWhenAReplicaThatLagsIsBelieved() {
        assertThat(seeds(new ModelRules(6, OTHERS, REPLICAS, UNSYNCED), DeliverySimulationTest::storesTwice))
                .isPositive();
    }

    /** The control: what an acknowledgement is worth when a replica dies with the part. */
    @Test
    void shouldLoseRowsWhenAReplicaDiesWithAPartAndNobodyReadsBack() {
        assertThat(seeds(
                        new ModelRules(NEVER_FORGETS, REPLICAS, TOKEN_FIRST, BLIND),
                        world -> world.stored().size() < world.good().size()))
                .isPositive();
    }

    private static boolean storesTwice(ModelWorld world) {
        return world.stored().size() > world.good().size();
    }

    private static long seeds(ModelRules rules, Predicate<ModelWorld> fails) {
        return LongStream.range(0, 100)
                .mapToObj(seed -> new ModelWorld(seed, rules))
                .filter(world -> {
                    world.run(STEPS_WITH_FAULTS, STEPS_MAX);
                    return fails.test(world);
                })
                .count();
    }

    private static void landsOnce(long seed, ModelRules rules) {
        var world = new ModelWorld(seed, rules);

        world.run(STEPS_WITH_FAULTS, STEPS_MAX);

        assertThat(world.stopped()).as("why it stopped").isEmpty();
        requireAllOnce(world);
    }

    private static void requireAllOnce(ModelWorld world) {
        assertThat(world.done()).as("everything is committed in the end").isTrue();
        assertThat(world.stored())
                .as("each good record is in the table once")
                .containsExactlyInAnyOrderElementsOf(world.good());
        if (world.views()) {
            assertThat(world.rolledUp().stream()
                            .filter(offset -> !world.secondTokens().contains(offset)))
                    .as("the rollup has what the table has")
                    .containsExactlyInAnyOrderElementsOf(world.good().stream()
                            .filter(offset -> !world.secondTokens().contains(offset))
                            .toList());
            assertThat(world.rolledUp())
                    .as("a second token takes nothing from the rollup")
                    .containsAll(world.good());
        }
        assertThat(world.deadLetters()).as("each bad record is a letter").isEqualTo(world.bad());
    }

    /** Where it stops, all that is committed is there once, and what is not is what it stopped at. */
    private static void landsOrStops(long seed, ModelRules rules) {
        var world = new ModelWorld(seed, rules);

        world.run(STEPS_WITH_FAULTS, STEPS_MAX);

        if (world.stopped().isEmpty()) {
            requireAllOnce(world);
        } else {
            var below = world.good().stream()
                    .filter(offset -> offset < world.committed())
                    .toList();
            assertThat(world.stored().stream().filter(offset -> offset < world.committed()))
                    .as("each committed record is in the table once, and it stopped as " + world.stopped())
                    .containsExactlyInAnyOrderElementsOf(below);
        }
    }
}
