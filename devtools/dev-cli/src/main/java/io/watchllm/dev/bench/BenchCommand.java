package io.watchllm.dev.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.bench.core.Report;
import io.watchllm.runtime.ConfigException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code watchllm bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Measure on this machine, with real engines; docs/contributors/benchmarks says how to read the figures.",
        subcommands = {
            BenchSinkCommand.class,
            BenchLatencyCommand.class,
            BenchProcessorCommand.class,
            BenchAlertsCommand.class,
            BenchQueriesCommand.class
        })
public final class BenchCommand {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Prints what a benchmark came to; where it is asked for, the JSON is the last line. */
    static void tell(Report report, boolean json, CommandSpec spec) {
        var out = spec.commandLine().getOut();
        report.print(out);
        if (json) {
            try {
                out.println(MAPPER.writeValueAsString(report.json()));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("maps of texts and numbers are always JSON", impossible);
            }
        }
        out.flush();
    }

    /** Options of a JVM, given with blanks between. */
    static List<String> options(String jvm) {
        return List.of(jvm.strip().split("\\s+"));
    }

    /** Refuses what is not from 1 to the bound. */
    static void require(String option, long value, long max) {
        require(option, value, 1, max);
    }

    static void require(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException(
                    option, "can't use '" + value + "': expected whole number, " + min + " to " + max + ".");
        }
    }
}
