package io.watchllm.operations.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What came of the shards, of which one was worked on after the other. The first that fails ends the run: what it
 * failed on may be in the way of the next one too, and whoever reads the message has one thing to mend.
 *
 * @param results of those that were worked on to their end, in order
 * @param failure null when all were
 */
public record ShardRun<T>(List<T> results, @Nullable ShardFailure failure) {

    public ShardRun {
        results = List.copyOf(results);
    }

    /**
     * Works on the shards in order.
     *
     * @param names what reports call them
     * @param work what is done to a shard, by its place
     * @throws RuntimeException what the work threw, when there is one shard alone
     */
    public static <T> ShardRun<T> over(List<String> names, IntFunction<T> work) {
        var results = new ArrayList<T>();
        for (var shard = 0; shard < names.size(); shard++) {
            try {
                results.add(work.apply(shard));
            } catch (RuntimeException why) {
                if (names.size() == 1) {
                    throw why;
                }
                return new ShardRun<>(results, ShardFailure.at(shard, names, why));
            }
        }
        return new ShardRun<>(results, null);
    }

    /**
     * What each shard needs before one of them is changed.
     *
     * @param names what reports call them
     * @param check throws where a shard can't be worked on
     * @throws ShardFailure for the first such shard; when there is one alone, what it threw
     */
    public static void check(List<String> names, IntConsumer check) {
        for (var shard = 0; shard < names.size(); shard++) {
            try {
                check.accept(shard);
            } catch (RuntimeException why) {
                throw names.size() == 1 ? why : ShardFailure.before(shard, names, why);
            }
        }
    }

    /**
     * Makes sure that none failed.
     *
     * @throws ShardFailure when one did
     */
    public void requireAll() {
        if (failure != null) {
            throw failure;
        }
    }
}
