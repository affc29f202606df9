package io.watchllm.dev.stack;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.localstack.LocalStack;
import io.watchllm.localstack.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start Kafka, a Schema Registry and ClickHouse on this machine, and stay until Ctrl-C.",
            "Ends with exit code 1 when one of them ends by itself, and says where its log is.",
            "",
            "Writes how to reach them to a file of variables; the other commands take it with --env-file.",
        },
        footerHeading = "%nExample, in a second terminal:%n",
        footer = {
            "  watchllm topics create --env-file .watchllm.env",
            "  watchllm schema create --env-file .watchllm.env",
            "  watchllm processor     --env-file .watchllm.env"
        })
public final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            defaultValue = ".watchllm.env",
            description = "Where to write the variables (default: ${DEFAULT-VALUE}).")
    private Path envFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the data here, and find it again the next time (default: a temporary folder).")
    private @Nullable Path data;

    @Option(
            names = "--kafka-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of Kafka (default: a free one).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the Schema Registry (default: a free one).")
    private int registryPort;

    @Option(
            names = "--clickhouse-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "HTTP port of ClickHouse (default: a free one).")
    private int clickHousePort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var stack = start()) {
            Files.writeString(envFile, StackText.variables(stack));
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().unstarted(() -> envFile.toFile().delete()));
            var out = spec.commandLine().getOut();
            StackText.explain(stack, out);
            out.println("Variables are in " + envFile);
            out.flush();
            throw new LocalStackException(stack.awaitEndByItself().message() + ". The others are stopped, too; "
                    + (data == null ? "with --data the data would have stayed." : "the data stays in " + data + "."));
        }
    }

    private LocalStack start() {
        var kafka = LocalKafka.builder();
        var registry = LocalSchemaRegistry.builder();
        var clickHouse = LocalClickHouse.builder();
        if (data != null) {
            kafka.folder(data.resolve("kafka"));
            registry.folder(data.resolve("schema-registry"));
            clickHouse.folder(data.resolve("clickhouse"));
        }
        if (kafkaPort > 0) {
            kafka.port(kafkaPort);
        }
        if (registryPort > 0) {
            registry.port(registryPort);
        }
        if (clickHousePort > 0) {
            clickHouse.httpPort(clickHousePort);
        }
        return LocalStack.start(kafka, registry, clickHouse);
    }
}
