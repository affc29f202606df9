package io.watchllm.cli.health;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.operations.status.LocalAnswer;
import io.watchllm.runtime.HttpSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm health}. */
@Command(
        name = "health",
        description = {
            "Ask a processor or sink on this machine whether it is ready: exit code 0 if so, 1 if not.",
            "",
            "It asks at WATCHLLM_HTTP_HOST and WATCHLLM_HTTP_PORT, as the process was started with.",
        },
        footer = {"  watchllm health", "  watchllm health --live"})
public final class HealthCommand extends TopCommand implements Callable<Integer> {
    @Option(names = "--live", description = "Ask whether it is alive at all, rather than ready.")
    private boolean live;

    @Override
    public Integer call() throws InterruptedException {
        var process = HttpSettings.from(environment()).local();
        var status = LocalAnswer.health(process.resolve(live ? "/health/live" : "/health/ready"), UrlOption.TIMEOUT);
        (status.up() ? out() : err()).println(status.detail());
        return exitCode(status.up());
    }
}
