package io.watchllm.bench.side;

import io.watchllm.bench.core.Side;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Posts ready blocks under the sink's settings, the partitions side by side, as the sink does. */
final class FloorFiller implements Filler, AutoCloseable {
    private final ClickHouseHttp http;
    private final BlockFiles blocks;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();

    FloorFiller(ClickHouseHttp http, BlockFiles blocks) {
        this.http = http;
        this.blocks = blocks;
    }

    @Override
    public Side side() {
        return Side.FLOOR;
    }

    @Override
    public void start(BenchTable table) {
        for (var partition : blocks.files()) {
            running.add(CompletableFuture.runAsync(() -> partition.forEach(file -> post(table, file)), threads));
        }
    }

    private void post(BenchTable table, Path file) {
        var columns = blocks.columns().stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
        var settings = new LinkedHashMap<>(blocks.settings());
        settings.put("insert_deduplication_token", table.name() + "/" + file.getFileName());
        try {
            http.insert(
                    "INSERT INTO " + table.path() + " (" + columns + ") FORMAT Native",
                    settings,
                    BodyPublishers.ofFile(file));
        } catch (FileNotFoundException gone) {
            throw new UncheckedIOException("a block of the floor is gone", gone);
        }
    }

    @Override
    public String status() {
        var failed = running.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
        return failed + " of " + running.size() + " posters failed";
    }

    @Override
    public void stop() {
        running.forEach(CompletableFuture::join);
        running.clear();
    }

    @Override
    public void close() {
        threads.close();
    }
}
