package io.watchllm.cli.shell;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Base of commands: where they print, and where their settings come from. Output is flushed when a command ends. */
public abstract class ShellCommand {
    @Spec
    private CommandSpec spec;

    /** For results. */
    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    /** For messages. */
    protected final PrintWriter err() {
        return commandLine().getErr();
    }

    protected final CommandLine commandLine() {
        return spec.commandLine();
    }

    /**
     * The settings, of the {@link TopCommand} that this is or that is above.
     *
     * @throws io.watchllm.runtime.ConfigException when their file can't be read
     */
    protected final Environment environment() {
        var command = spec;
        while (true) {
            if (command.userObject() instanceof TopCommand top) {
                return top.settings();
            }
            command = command.parent();
        }
    }

    /** Kafka, by the settings. */
    protected final KafkaConnection kafka() {
        return new KafkaConnection(KafkaSettings.from(environment()));
    }

    /** The exit code of a command that found something to be well, or not. */
    protected static int exitCode(boolean well) {
        return well ? 0 : Failures.FAILED;
    }

    /** The settings, with the value of an option in place of a variable; null leaves the variable as it is. */
    protected final Environment environment(String variable, @Nullable Object option) {
        return option == null ? environment() : environment().with(variable, option.toString());
    }
}
