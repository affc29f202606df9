package io.watchllm.bench.queries;

import io.watchllm.bench.queries.RowRecipe.Chunk;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Has ClickHouse fill the tables of a database, a chunk for each CPU at a time. */
final class TableFill {
    /**
     * One thread and one part for an insert, whose rows come in small blocks that stay in the CPU's cache. Nothing is
     * sent twice here, so no block has to be remembered.
     */
    private static final String SETTINGS = "\nSETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 8192,"
            + " min_insert_block_size_rows = 4000000, min_insert_block_size_bytes = 0, insert_deduplicate = 0,"
            + " deduplicate_blocks_in_dependent_materialized_views = 0, max_execution_time = 0";

    private static final int THREADS_MAX = 4;
    private static final Duration SETTLE_POLL = Duration.ofMillis(200);
    private static final int SETTLED_POLLS = 10;
    private static final Duration SETTLE_MAX = Duration.ofMinutes(20);
    private static final double NANOS = 1e9;
    private static final int TOLD_TIMES = 20;

    private final ClickHouseHttp http;
    private final Consumer<String> news;

    TableFill(ClickHouseHttp http, Consumer<String> news) {
        this.http = http;
        this.news = news;
    }

    /** Inserts all rows of all tables; returns how many seconds that took. */
    double fill(RowRecipe recipe, String database) {
        var begun = System.nanoTime();
        var chunks = recipe.chunks();
        var filled = new AtomicLong();
        var told = new AtomicLong();
        try (var threads =
                Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX))) {
            var inserts = chunks.stream()
                    .map(chunk -> CompletableFuture.runAsync(
                            () -> {
                                insert(recipe, database, chunk);
                                var rows = filled.addAndGet(chunk.count());
                                tell(database, rows, recipe.rows(), told, begun);
                            },
                            threads))
                    .toArray(CompletableFuture[]::new);
            try {
                CompletableFuture.allOf(inserts).join();
            } catch (CompletionException failed) {
                threads.shutdownNow();
                throw failed.getCause() instanceof RuntimeException known ? known : failed;
            }
        }
        return (System.nanoTime() - begun) / NANOS;
    }

    /** Waits until there is nothing left to merge, for a while; returns how many seconds that took. */
    double settle() {
        var begun = System.nanoTime();
        for (var quiet = 0; quiet < SETTLED_POLLS && System.nanoTime() - begun < SETTLE_MAX.toNanos(); ) {
            LockSupport.parkNanos(SETTLE_POLL.toNanos());
            quiet = http.number("SELECT count() FROM system.merges") == 0 ? quiet + 1 : 0;
        }
        return (System.nanoTime() - begun) / NANOS;
    }

    private void insert(RowRecipe recipe, String database, Chunk chunk) {
        for (var table : RowRecipe.TABLES) {
            http.query(recipe.insert(table, database, chunk) + SETTINGS);
        }
    }

    private void tell(String database, long rows, long all, AtomicLong told, long begun) {
        var mark = rows * TOLD_TIMES / all;
        if (told.getAndAccumulate(mark, Math::max) < mark) {
            var seconds = (System.nanoTime() - begun) / NANOS;
            news.accept(String.format(
                    Locale.ROOT,
                    "database %s: %,d of %,d events, %,.0f a second, %,.0f s to go",
                    database,
                    rows,
                    all,
                    rows / seconds,
                    seconds * (all - rows) / rows));
        }
    }
}
