package io.watchllm.dev.demo;

import io.watchllm.cli.shell.InputFiles;
import io.watchllm.dev.stack.StackText;
import io.watchllm.localstack.LocalStack;
import io.watchllm.localstack.LocalStackException;
import io.watchllm.runtime.ConfigException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run the whole pipeline on this machine: a real Kafka, Schema Registry and ClickHouse, no containers.",
            "",
            "Feeds files of events, or simulated agent runs, waits until each event stands in a table or in the dead"
                    + " letters or was there already, and prints what came of it. Everything is gone afterwards, unless --keep"
                    + " is given.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm demo",
            "  watchllm demo --runs 5000 --keep",
            "  watchllm demo --file monday.ndjson.gz --file tuesday.ndjson.gz --json"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Feed this file (NDJSON or a JSON array, plain or gzip); may be repeated.")
    private List<String> files = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "300",
            description = "Without files: how many agent runs to simulate (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--keep", description = "Stay up afterwards and print how to connect, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check();
        var err = spec.commandLine().getErr();
        err.println("watchllm: starting Kafka, the Schema Registry and ClickHouse");
        var begun = System.nanoTime();
        try (var stack = LocalStack.start()) {
            err.printf("watchllm: they are up after %.1f s%n", (System.nanoTime() - begun) / 1e9);
            run(stack, err);
            return 0;
        }
    }

    private void run(LocalStack stack, PrintWriter err) throws InterruptedException {
        try {
            new Demo(new DemoPlan(files, runs, seed), stack.environment(), err, Clock.systemUTC())
                    .run(report -> tell(report, stack));
        } catch (RuntimeException failure) {
            throw stack.endedByItself()
                    .<RuntimeException>map(end -> new LocalStackException(end.message(), failure))
                    .orElse(failure);
        }
    }

    /** Called while processor and sink still run. */
    private void tell(DemoReport report, LocalStack stack) throws InterruptedException {
        var out = spec.commandLine().getOut();
        report.print(out);
        if (keep) {
            StackText.explain(stack, out);
            out.println("\nProcessor and sink run too. For 'watchllm send' and the like, in another terminal:");
            out.println(StackText.variables(stack));
        }
        if (json) {
            out.println(report.json());
        }
        out.flush();
        if (keep) {
            throw new LocalStackException(stack.awaitEndByItself().message());
        }
    }

    private void check() {
        if (runs < 1 || runs > 1_000_000) {
            throw new ConfigException("--runs", "can't use '" + runs + "': expected whole number, 1 to 1000000.");
        }
        InputFiles.requireReadable("--file", files, "file of events");
    }
}
