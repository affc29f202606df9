package io.watchllm.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.chaos.scenario.Scenario;
import io.watchllm.chaos.scenario.Scenario.Kind;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.Wait;
import io.watchllm.localstack.child.ParentWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(150) // less than a single scenario waits in vain
class EngineEndIT {
    @TempDir
    Path folder;

    @Test
    void shouldEndTheRunWhenClickHouseEndsByItself() {
        var waiting = new CountDownLatch(1);
        var played = new AtomicInteger();
        var waits = scenario("waits", false, bed -> {
            waiting.countDown();
            Wait.until("pigs fly", () -> false);
        });
        var kills = scenario("kills", false, bed -> {
            Wait.until("the other one waits", () -> waiting.getCount() == 0);
            kill(bed.clickHouseServer().pid());
            Wait.until("pigs fly", () -> false);
        });
        var queued = scenario("queued", false, bed -> played.incrementAndGet());
        var alone = scenario("alone", true, bed -> played.incrementAndGet());
        var plan = new ChaosPlan(List.of(waits, kills, queued, alone), 100, 1, 2, Duration.ofSeconds(1), folder);
        var told = new ArrayList<String>();

        assertThatThrownBy(() -> new ChaosRun(plan).play((scenario, result) -> told.add(scenario.name())))
                .isInstanceOf(ChaosException.class)
                .hasMessageStartingWith("ClickHouse (pid ")
                .hasMessageContaining("ended by itself with exit code 137")
                .hasMessageEndingWith("engine.log")
                .satisfies(EngineEndIT::forgetLog);

        assertThat(told).isEmpty();
        assertThat(played).hasValue(0);
    }

    private static Scenario scenario(String name, boolean alone, Scenario.Play play) {
        return new Scenario(name, name, alone, Kind.EXACT, play);
    }

    private static void forgetLog(Throwable ended) {
        var message = Objects.requireNonNull(ended.getMessage());
        var log = Path.of(message.substring(message.indexOf('/')));
        assertThat(log).exists();
        ParentWatch.delete(Objects.requireNonNull(log.getParent()));
    }

    /** As someone else would do it. */
    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
