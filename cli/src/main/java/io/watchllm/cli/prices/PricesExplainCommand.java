package io.watchllm.cli.prices;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.CallDetails;
import io.watchllm.pricing.Usage;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code watchllm prices explain MODEL}. */
@Command(
        name = "explain",
        description = "Say how a call comes to its cost: which steps were tried, which price applies and why, and the"
                + " sum line by line. Exit code 1 when the call is unpriced.",
        footer = {
            "  watchllm prices explain gpt-4o-2024-11-20 --provider openai --input 1200 --output 300",
            "  watchllm prices explain claude-sonnet-4-5 --input 250000 --cache-read 200000 --output 900 --at 30d"
        })
final class PricesExplainCommand extends ShellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model, as events have it.")
    private String model;

    @Option(names = "--provider", paramLabel = "P", description = "Provider, as events have it.")
    private @Nullable String provider;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When the call was made: 2026-11-01T08:00:00Z, or so long ago: 2h, 7d (default: now).")
    private @Nullable Instant at;

    @Option(names = "--input", paramLabel = "N", description = "Tokens sent, cached ones included.")
    private int input;

    @Option(names = "--output", paramLabel = "N", description = "Tokens received, reasoning ones included.")
    private int output;

    @Option(names = "--cache-read", paramLabel = "N", description = "Of those sent, the ones read from a cache.")
    private int cacheRead;

    @Option(names = "--cache-write", paramLabel = "N", description = "Of those sent, the ones written to a cache.")
    private int cacheWrite;

    @Option(
            names = "--cache-write-1h",
            paramLabel = "N",
            description = "Of those written to a cache, the ones kept for an hour.")
    private int cacheWrite1h;

    @Option(names = "--reasoning", paramLabel = "N", description = "Of those received, the ones spent on reasoning.")
    private int reasoning;

    @Option(names = "--service-tier", paramLabel = "T", description = "Service tier: flex, priority, batch, …")
    private @Nullable String serviceTier;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (IntStream.of(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning)
                .anyMatch(count -> count < 0)) {
            throw new ParameterException(commandLine(), "a count of tokens is negative; expected 0 or more");
        }
        var call = promptCall();
        var details = CallDetails.of(call.getResponseMetadata());
        var usage = Usage.of(call, details.cacheWrite1h());
        var list = PricesCommand.list(kafka(), err());
        var time = at == null ? Instant.now() : at;
        var explanation = Explanation.of(list, call, time, details.serviceTier(), usage);
        out().print(json ? explanation.json() + System.lineSeparator() : explanation.text());
        return exitCode(explanation.pricing().costUsd() != null);
    }

    private PromptCall promptCall() {
        var metadata = new JsonObject().put("tokens_cache_write_1h", cacheWrite1h);
        if (serviceTier != null) {
            metadata.put("service_tier", serviceTier);
        }
        return PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setModel(model)
                .setProvider(provider)
                .setTokensInput(input)
                .setTokensOutput(output)
                .setTokensCacheRead(cacheRead)
                .setTokensCacheWrite(cacheWrite)
                .setTokensReasoning(reasoning)
                .setResponseMetadata(metadata.line())
                .build();
    }
}
