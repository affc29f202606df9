package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {
    @TempDir
    Path folder;

    private EngineCache cache;

    @BeforeEach
    void open() {
        cache = new EngineCache(folder.resolve("cache"));
    }

    @Test
    void shouldFillOnceWhenAskedTwice() {
        var fills = new AtomicInteger();
        EngineCache.Filler filler = part -> {
            fills.incrementAndGet();
            Files.writeString(part.resolve("file"), "whole");
        };

        var first = cache.entry("engine-1", 0, filler);
        var second = cache.entry("engine-1", 0, filler);

        assertThat(first).isEqualTo(second).isEqualTo(cache.root().resolve("engine-1"));
        assertThat(first.resolve("file")).hasContent("whole");
        assertThat(fills).hasValue(1);
    }

    @Test
    void shouldRunNothingThatAnotherUserPutThere() throws IOException {
        var place = cache.entry("engine-1", 0, part -> {});
        try {
            Files.setOwner(
                    place, place.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException denied) {
            Assumptions.abort("only root may give files away");
        }

        assertThatThrownBy(() -> cache.entry("engine-1", 0, part -> {}))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(place + " belongs to nobody")
                .hasMessageContaining("WATCHLLM_CACHE_DIR");
    }

    @Test
    @Timeout(60)
    void shouldGiveBothAWholeEntryWhenTwoFillAtOnce() throws IOException {
        var bothInside = new CyclicBarrier(2);
        EngineCache.Filler filler = part -> {
            Files.writeString(part.resolve("file"), "whole");
            await(bothInside);
        };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = CompletableFuture.supplyAsync(() -> cache.entry("engine-1", 0, filler), threads);
            var two = CompletableFuture.supplyAsync(() -> cache.entry("engine-1", 0, filler), threads);

            assertThat(one.join()).isEqualTo(two.join());
            assertThat(one.join().resolve("file")).hasContent("whole");
        }
        assertThat(cache.root()).isDirectoryNotContaining(path -> !path.endsWith("engine-1"));
    }

    @Test
    void shouldLeaveNothingWhenFillingFails() {
        assertThatThrownBy(() -> cache.entry("engine-1", 0, part -> {
                    Files.writeString(part.resolve("file"), "half");
                    throw new IOException("the line broke");
                }))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("engine-1")
                .hasMessageContaining("the line broke");

        assertThat(cache.root()).isEmptyDirectory();
    }

    @Test
    void shouldNotFillWhenTheDiskIsTooSmall() {
        assertThatThrownBy(() -> cache.entry("engine-1", Long.MAX_VALUE, part -> {
                    throw new AssertionError("filled");
                }))
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith("Not enough disk for engine-1")
                .hasMessageContaining(cache.root().toString())
                .hasMessageContaining("WATCHLLM_CACHE_DIR");
    }

    @Test
    void shouldNameTheDiskWhenItFillsUpOnTheWay() {
        assertThatThrownBy(() -> cache.entry("engine-1", 0, part -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("filled up")
                .hasMessageContaining("WATCHLLM_CACHE_DIR");
    }

    @Test
    void shouldSayWhereWhenTheCacheCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file, not a folder");

        assertThatThrownBy(() -> cache.entry("engine-1", 0, part -> {}))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(cache.root().toString());
    }

    @Test
    void shouldSweepWhatKilledProcessesLeftOnlyWhenItIsOld() throws IOException {
        var old = Files.createDirectories(cache.root().resolve(".part-old"));
        Files.writeString(old.resolve("half"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        var fresh = Files.createDirectories(cache.root().resolve(".part-fresh"));

        cache.entry("engine-1", 0, part -> {});

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
