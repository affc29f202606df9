package io.watchllm.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowTheEndOfTheLogWhenTheEngineEndsEarly() {
        var spec = spec("for i in $(seq 1 40); do echo line $i; done; exit 3", () -> false);

        assertThatThrownBy(() -> Engine.start(spec))
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith("Fake ended with exit code 3 while it started.")
                .hasMessageContaining(folder.resolve("engine.log").toString())
                .hasMessageContaining("line 40")
                .hasMessageNotContaining("line 20");
    }

    @Test
    void shouldNotShowTheLogOfAnEarlierRun() throws IOException {
        Files.writeString(folder.resolve("engine.log"), "Address already in use\n");
        var spec = spec("echo something else; exit 3", () -> false);

        assertThatThrownBy(() -> Engine.start(spec))
                .isExactlyInstanceOf(LocalStackException.class)
                .hasMessageNotContaining("Address already in use");
    }

    @Test
    void shouldEndTheEngineWhenItDoesNotServeInTime() {
        var spec = new EngineSpec(
                "Fake",
                new EngineFolder(folder, false),
                List.of("/bin/sh", "-c", "echo $$ > pid; exec cat"),
                List.of(),
                () -> false,
                Duration.ofSeconds(2));

        assertThatThrownBy(() -> Engine.start(spec)).hasMessageContaining("did not serve within 2 s");

        assertThat(folder.resolve("pid"))
                .content()
                .satisfies(pid -> assertThat(ProcessHandle.of(Long.parseLong(pid.strip())))
                        .isEmpty());
    }

    @Test
    void shouldStartAgainInItsFolderWhenKilled() {
        try (var engine = Engine.start(spec("touch up; exec cat", this::up))) {
            var first = engine.pid();

            engine.kill();
            engine.restart();

            assertThat(engine.pid()).isNotEqualTo(first);
            assertThat(ProcessHandle.of(first)).isEmpty();
        }
    }

    @Test
    void shouldStopByClosingThePipeWhenTheFolderStays() {
        var engine = Engine.start(spec("touch up; cat; touch stopped-in-order", this::up));

        engine.close();

        assertThat(folder.resolve("stopped-in-order")).exists();
    }

    @Test
    void shouldDeleteATemporaryFolderWhenClosed() {
        var temporary = EngineFolder.of(null, "fake");
        var spec = new EngineSpec("Fake", temporary, List.of("cat"), List.of(), () -> true, Duration.ofSeconds(30));

        Engine.start(spec).close();

        assertThat(temporary.path()).doesNotExist();
    }

    @Test
    void shouldChooseOtherPortsWhenTheEngineFindsThemTaken() {
        var tried = new ArrayList<List<Integer>>();

        var ports = Ports.start("Fake", List.of(Ports.FREE, Ports.FREE), chosen -> {
            tried.add(chosen);
            if (tried.size() < 3) {
                throw new LocalStackException.PortTaken("taken");
            }
            return chosen;
        });

        assertThat(tried).hasSize(3);
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0);
    }

    @Test
    void shouldSayThatAPortIsTakenWhenTheEngineSaysSo() {
        var spec = spec("echo 'Bind failed: Address already in use'; exit 1", () -> false);

        assertThatThrownBy(() -> Engine.start(spec)).isInstanceOf(LocalStackException.PortTaken.class);
    }

    @Test
    void shouldNameEngineAndPortWhenAFixedPortIsInUse() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();

            assertThatThrownBy(() -> Ports.start("Kafka", List.of(port), chosen -> chosen))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("Kafka");
        }
    }

    private boolean up() {
        try {
            return Files.deleteIfExists(folder.resolve("up"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private EngineSpec spec(String script, BooleanSupplier serves) {
        return new EngineSpec(
                "Fake",
                new EngineFolder(folder, false),
                List.of("/bin/sh", "-c", script),
                List.of(),
                serves,
                Duration.ofSeconds(30));
    }
}
