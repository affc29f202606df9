package io.watchllm.cli.space;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SpaceReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code watchllm space}. */
@Command(
        name = "space",
        description = {
            "Show where the disk of ClickHouse goes: by table, by column, by month, the server's own logs, and what is"
                    + " free. Reads system tables only.",
            "",
            "RATIO           bytes of the columns without compression, to those on disk",
            "PAYLOAD         share of the columns that hold what applications, models and tools said, of all that are told"
                    + " apart; columns of small parts are not",
            "OLD PARTS       were merged into others; the server deletes them within minutes",
            "DETACHED        set aside by the server or by hand; nothing deletes them but you",
            "PAST RETENTION  parts with a row past its retention, which a merge has still to remove",
        },
        footer = {
            "  watchllm space",
            "  watchllm space --most 50",
            "  watchllm space --json | jq '.tables[] | {table, bytes_on_disk}'"
        })
public final class SpaceCommand extends TopCommand implements Callable<Integer> {
    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "15",
            description = "How many columns, months and tables of other databases to show, each. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int most;

    @Option(names = "--json", description = "All of it as one JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() {
        if (most < 1) {
            throw new ParameterException(commandLine(), "--most: expected at least 1, found " + most);
        }
        var text = new SpaceText(new SpaceReader(ClickHouseSettings.from(environment())).read());
        out().print(json ? text.json() + "\n" : text.text(most));
        return 0;
    }
}
