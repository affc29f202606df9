package io.watchllm.operations.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardRunTest {
    @Test
    void shouldKeepWhatCameOfEachInOrder() {
        var run = ShardRun.over(List.of("a", "b"), shard -> "shard " + shard);

        assertThat(run.results()).containsExactly("shard 0", "shard 1");
        assertThat(run.failure()).isNull();
        run.requireAll();
    }

    @Test
    void shouldBeginNoneBehindTheOneThatFailsAndSayWhatBecameOfEach() {
        var begun = new ArrayList<Integer>();
        var run = ShardRun.over(List.of("a", "b", "c"), shard -> {
            begun.add(shard);
            if (shard == 1) {
                throw new IllegalStateException("the disk is full");
            }
            return shard;
        });

        assertThat(begun).containsExactly(0, 1);
        assertThat(run.results()).containsExactly(0);
        assertThatThrownBy(run::requireAll)
                .hasMessage("shard b failed: the disk is full. Done: a. Not begun: c. Once that is mended, run it again"
                        + " over all shards");
        assertThat(run.failure()).extracting(ShardFailure::fields).asString().isEqualTo("{failed=b, not_begun=[c]}");
    }

    @Test
    void shouldSayThatNoneWasChangedWhenOneRefuses() {
        assertThatThrownBy(() -> ShardRun.check(List.of("a", "b"), shard -> {
                    if (shard == 1) {
                        throw new IllegalStateException("it is read-only");
                    }
                }))
                .hasMessage("shard b: it is read-only. No shard was changed");
    }

    @Test
    void shouldSayOfOneAloneOnlyWhatItSays() {
        assertThatThrownBy(() -> ShardRun.over(List.of(""), _ -> {
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");
    }
}
