package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.sink.core.ModelWorld.Moves;
import io.watchllm.sink.core.ModelWorld.Rules;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Planner, lane and token memory against a model of a partition, of its commits, and of a table with a rollup behind it
 * that know their latest tokens. Commits fail or only seem to, inserts are lost, refused or land without an answer,
 * workers die at any step, what a dead worker had sent may land after, and others push tokens out.
 */
class DeliverySimulationTest {
    private static final int STEPS_WITH_FAULTS = 600;
    private static final int STEPS_MAX = 20_000;
    private static final int NEVER_FORGETS = 1_000_000;

    @Property(tries = 400)
    void shouldLandEveryRecordOnceWhateverFails(@ForAll long seed) {
        landsOnce(seed, new Rules(NEVER_FORGETS, false, false, true));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughOthersPushTokensOut(@ForAll long seed) {
        landsOnce(seed, new Rules(6, true, false, true));
    }

    @Property(tries = 400)
    void shouldMendTheRollupThatAnAttemptDidNotReach(@ForAll long seed) {
        landsOnce(seed, new Rules(NEVER_FORGETS, false, true, true));
    }

    @Property(tries = 400)
    void shouldLandEveryRecordOnceAlthoughThePartitionMovesBetweenShards(@ForAll long seed) {
        landsOnce(seed, new Rules(NEVER_FORGETS, false, true, true, Moves.PINNED));
        landsOnce(seed, new Rules(6, true, false, true, Moves.PINNED));
    }

    /** The control: it shows what it is for that a commit names the shard. */
    @Test
    void shouldStoreRowsTwiceWhenAnOpenRangeMovesToAnotherShard() {
        var twice = LongStream.range(0, 100).filter(seed -> {
            var world = new ModelWorld(seed, new Rules(NEVER_FORGETS, false, false, true, Moves.UNPINNED));
            world.run(STEPS_WITH_FAULTS, STEPS_MAX);
            return world.stored().size() > world.good().size();
        });

        assertThat(twice.count()).isPositive();
    }

    /** The control: it shows that the model can tell, and what reading back is for. */
    @Test
    void shouldStoreRowsTwiceWhenOthersPushTokensOutAndNobodyReadsBack() {
        var twice = LongStream.range(0, 100).filter(seed -> {
            var world = new ModelWorld(seed, new Rules(6, true, false, false));
            world.run(STEPS_WITH_FAULTS, STEPS_MAX);
            return world.stored().size() > world.good().size();
        });

        assertThat(twice.count()).isPositive();
    }

    private static void landsOnce(long seed, Rules rules) {
        var world = new ModelWorld(seed, rules);

        world.run(STEPS_WITH_FAULTS, STEPS_MAX);

        assertThat(world.done()).as("everything is committed in the end").isTrue();
        assertThat(world.stored())
                .as("each good record is in the table once")
                .containsExactlyInAnyOrderElementsOf(world.good());
        assertThat(world.rolledUp())
                .as("the rollup has what the table has")
                .containsExactlyInAnyOrderElementsOf(world.good());
        assertThat(world.letters()).as("each bad record is a letter").isEqualTo(world.bad());
    }
}
