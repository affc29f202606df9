package io.watchllm.cli.shell;

import io.watchllm.runtime.Environment;
import picocli.CommandLine.Mixin;

/** Base of the commands right below {@code watchllm} that have settings, for themselves and for those below them. */
public abstract class TopCommand extends ShellCommand {
    @Mixin
    private EnvironmentOption environment;

    final Environment settings() {
        return environment.environment();
    }
}
