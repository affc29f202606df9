package io.watchllm.sink.core;

import java.util.Set;

/**
 * What this world is like.
 *
 * @param window blocks that table and rollup remember
 * @param moves whether the partition may belong to another shard when a worker starts
 * @param traits what else may happen
 */
record ModelRules(int window, Moves moves, Set<Trait> traits) {
    private static final long WINDOW_SECONDS = 1;

    ModelRules(int window, Trait... traits) {
        this(window, Moves.NEVER, Set.of(traits));
    }

    /** The deduplication window in seconds; 0 when age does not count. */
    long seconds() {
        return has(Trait.AGES) ? WINDOW_SECONDS : 0;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** What may happen in a world. */
    enum Trait {
        /** Others write into table and rollup. */
        OTHERS,
        /** A block may get into the table and not into the rollup. */
        VIEW_FAULTS,
        /** No rollup is behind the table. */
        NO_VIEWS,
        /** Blocks have rows of several months, and an insert may end after some of them. */
        MONTHS,
        /** A crash of the server may leave a token without its rows. */
        TOKEN_FIRST,
        /** A crash of the server may leave rows without their token. */
        ROWS_FIRST,
        /**
         * Each shard is two replicas, which share tokens; a replica has the blocks of the other once it fetched them.
         */
        REPLICAS,
        /** Tokens are forgotten when they are older than the latest block by more than {@link #WINDOW_SECONDS}. */
        AGES,
        /** Nobody looks into the table. */
        BLIND,
        /** Nobody asks whether a replica has all blocks. */
        UNSYNCED,
        /** Blocks are counted by the highest number in any partition of the table, where each partition has its own. */
        HIGHEST_NUMBER
    }

    /** Whether the shard of the partition changes, and whether a range goes where it was sent before. */
    enum Moves {
        NEVER,
        PINNED,
        UNPINNED
    }
}
