package io.watchllm.cli.health;

import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.cli.shell.Failures;
import io.watchllm.runtime.HttpSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm health}. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Ask a processor or sink on this machine whether it is ready: exit code 0 if so, 1 if not.",
            "",
            "It asks at WATCHLLM_HTTP_HOST and WATCHLLM_HTTP_PORT, as the process was started with.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm health", "  watchllm health --live"})
public final class HealthCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Option(names = "--live", description = "Ask whether it is alive at all, rather than ready.")
    private boolean live;

    @Override
    public Integer call() throws InterruptedException {
        var probe = new HealthProbe(HttpSettings.from(environment.environment()), TIMEOUT);
        var status = probe.ask(live ? "/health/live" : "/health/ready");
        var writer =
                status.up() ? spec.commandLine().getOut() : spec.commandLine().getErr();
        writer.println(status.detail());
        writer.flush();
        return status.up() ? 0 : Failures.FAILED;
    }
}
