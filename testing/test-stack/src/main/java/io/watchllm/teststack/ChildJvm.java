package io.watchllm.teststack;

import io.watchllm.localstack.child.SupervisedMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service in a process of its own, so that it can be killed as a machine kills it. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * Starts it, with the classes of the test that runs. It ends with this JVM.
     *
     * @param main a public class
     * @param variables of its environment, besides those of this process
     * @param log what it says goes to the end of this file
     */
    public static Process start(Class<?> main, List<String> arguments, Map<String, String> variables, Path log)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SupervisedMain.class.getName(),
                main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        return builder.start();
    }
}
