package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.localstack.child.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineEndTest {
    @TempDir
    Path stays;

    @Test
    void shouldSayHowAnEngineEndedAndKeepItsLogWhenItsFolderGoes() throws Exception {
        var folder = EngineFolder.of(null, "fake");
        var engine =
                start(folder, "echo crash > hs_err_pid1.log; echo data > data; echo last words; touch up; exec cat");

        killFromOutside(engine);
        var end = engine.endByItself().get();
        engine.close();

        assertThat(end.message())
                .startsWith("Fake (pid " + end.pid() + ") ended by itself with exit code 137 (SIGKILL")
                .endsWith("its log is " + end.log());
        assertThat(folder.path()).doesNotExist();
        assertThat(end.log()).hasContent("last words");
        assertThat(end.log().resolveSibling("hs_err_pid1.log")).hasContent("crash");
        assertThat(end.log().resolveSibling("data")).doesNotExist();
        assertThat(engine.endedByItself()).contains(end);
        forget(end);
    }

    @Test
    void shouldNameTheLogWhereItIsWhenItsFolderStays() throws Exception {
        try (var engine =
                start(new EngineFolder(stays, false), "touch up; while [ -e up ]; do sleep 0.02; done; exit 3")) {
            Files.delete(stays.resolve("up"));

            var end = engine.endByItself().get();

            assertThat(end).isEqualTo(new EngineEnd("Fake", engine.pid(), 3, stays.resolve("engine.log")));
            assertThat(end.message()).contains("exit code 3;");
        }
    }

    @Test
    void shouldKeepTheLogWhenItsEndIsNoticedByClosing() throws Exception {
        var folder = EngineFolder.of(null, "fake");
        var engine = start(folder, "echo last words; touch up; exec cat");

        killFromOutside(engine);
        engine.close();

        var end = engine.endedByItself().orElseThrow();
        assertThat(end.log()).hasContent("last words");
        forget(end);
    }

    @Test
    void shouldSayAndKeepNothingWhenItWasToldToEnd() throws IOException {
        var folder = EngineFolder.of(null, "fake");
        var engine = start(folder, "touch up; exec cat");
        var first = engine.endByItself();

        engine.kill();
        assertThat(engine.endedByItself()).isEmpty();
        engine.restart();
        engine.restart();
        assertThat(engine.endedByItself()).isEmpty();
        engine.close();

        assertThat(engine.endedByItself()).isEmpty();
        assertThat(first).isNotDone();
        assertThat(kept(folder)).isEmpty();
    }

    @Test
    void shouldStartAgainAfterItEndedByItself() throws Exception {
        try (var engine = start(new EngineFolder(stays, false), "touch up; exec cat")) {
            killFromOutside(engine);
            var end = engine.endByItself().get();

            engine.restart();

            assertThat(engine.endedByItself()).isEmpty();
            assertThat(engine.pid()).isNotEqualTo(end.pid());
            assertThat(engine.alive()).isTrue();
        }
    }

    @Test
    void shouldNotFailWhenTheLogCannotBeKept() throws Exception {
        var folder = new EngineFolder(stays, true);
        Files.writeString(folder.logFile(), "last words");
        var blocked = new KeptLogs(Files.writeString(stays.resolve("file"), "").resolve("logs"));

        assertThat(blocked.keep(folder, 1)).isEqualTo(folder.logFile());
    }

    @Test
    void shouldKeepOnlyTheNewest() throws IOException {
        var logs = new KeptLogs(stays.resolve("logs"));
        var folder = new EngineFolder(Files.createDirectory(stays.resolve("engine")), true);
        Files.writeString(folder.logFile(), "last words");
        for (var pid = 1; pid <= KeptLogs.FOLDERS_MAX; pid++) {
            var log = logs.keep(folder, pid);
            // Times within a test are too close to each other to say which is older.
            Files.setLastModifiedTime(
                    Objects.requireNonNull(log.getParent()), FileTime.fromMillis(pid == 7 ? 1 : 1_000 + pid));
        }

        var newest = logs.keep(folder, 99);

        assertThat(newest).hasContent("last words");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs.root())))
                .isEqualTo("rwx------");
        assertThat(logs.root().resolve("engine-7")).doesNotExist();
        assertThat(logs.root()).isDirectoryContaining(kept -> kept.endsWith("engine-1"));
        try (var kept = Files.list(logs.root())) {
            assertThat(kept).hasSize(KeptLogs.FOLDERS_MAX);
        }
    }

    /** Deletes what was kept. */
    static void forget(EngineEnd end) {
        ParentWatch.delete(Objects.requireNonNull(end.log().getParent()));
    }

    private static void killFromOutside(Engine engine) {
        var process = ProcessHandle.of(engine.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static List<Path> kept(EngineFolder folder) throws IOException {
        var root = KeptLogs.ofThisMachine().root();
        var name = folder.path().getFileName().toString();
        if (Files.notExists(root)) {
            return List.of();
        }
        try (var all = Files.list(root)) {
            return all.filter(one -> one.getFileName().toString().startsWith(name))
                    .toList();
        }
    }

    private static Engine start(EngineFolder folder, String script) {
        var up = folder.path().resolve("up");
        return Engine.start(new EngineSpec(
                "Fake",
                folder,
                List.of("/bin/sh", "-c", script),
                List.of(),
                () -> Files.exists(up),
                Duration.ofSeconds(30)));
    }
}
