package io.watchllm.operations.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Results of work on the shards, one after the other. The first failure ends the run: its cause may affect the next
 * shard too, and the operator has one thing to fix.
 *
 * @param results results of the completed shards, in order
 * @param failure the failure; null when all were completed
 */
public record ShardRun<T>(List<T> results, @Nullable ShardFailure failure) {

    public ShardRun {
        results = List.copyOf(results);
    }

    /**
     * Works on the shards in order.
     *
     * @param names names of the shards in reports
     * @param work the work on a shard, given its index
     * @throws RuntimeException the exception of the work, when there is only one shard
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
     * Checks each shard before one of them is changed.
     *
     * @param names names of the shards in reports
     * @param check throws when a shard can't be worked on
     * @throws ShardFailure for the first such shard; the original exception when there is only one
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
     * Requires that no shard failed.
     *
     * @throws ShardFailure when one did
     */
    public void requireAll() {
        if (failure != null) {
            throw failure;
        }
    }
}
