package io.watchllm.cli.shell;

import io.watchllm.cli.shell.EnvironmentFile.UnreadableLineException;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a command takes its settings from: the environment, over what a file such as that of {@code up} says. */
public final class EnvironmentOption {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--env-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "Read variables from FILE, as a shell or Compose would: NAME=value lines, such as 'watchllm up'"
                            + " writes; those of the environment go before them.")
    private @Nullable Path file;

    private boolean warned;

    public Environment environment() {
        var all = new LinkedHashMap<String, String>();
        if (file != null) {
            all.putAll(read(file));
        }
        all.putAll(System.getenv());
        return new Environment(all);
    }

    private Map<String, String> read(Path path) {
        try {
            var read = EnvironmentFile.of(Files.readString(path));
            if (!warned) {
                warned = true;
                warn(path, read);
            }
            return read.variables();
        } catch (UnreadableLineException problem) {
            throw new ConfigException(
                    "--env-file",
                    problem.getMessage() + ", in " + path
                            + ". Expected NAME=value, export NAME=value, or a # comment.");
        } catch (CharacterCodingException problem) {
            throw new ConfigException("--env-file", "can't read " + path + ": it is no UTF-8 text.");
        } catch (IOException problem) {
            throw new ConfigException("--env-file", "can't read " + path + " (" + problem + ").");
        }
    }

    private void warn(Path path, EnvironmentFile read) throws IOException {
        var err = command.commandLine().getErr();
        read.repeated().forEach(repeated -> err.println("watchllm: " + path + ": " + repeated));
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (read.hasSecrets()
                && view != null
                && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
            err.println("watchllm: " + path
                    + " holds secrets and other users can read it; expected mode 600 (chmod 600 " + path + ")");
        }
    }
}
