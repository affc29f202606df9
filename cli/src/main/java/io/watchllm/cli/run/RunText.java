package io.watchllm.cli.run;

import io.watchllm.cli.shell.TextTable;
import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunTree.Node;
import io.watchllm.operations.runs.core.RunView;
import io.watchllm.runtime.PlainText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws a run for a terminal: sums at the top, then a line an event, none longer than the terminal is wide. */
public final class RunText {
    /** Below that, lines are longer than the terminal is wide. */
    private static final int WIDTH_MIN = 80;

    private static final int NAME_MIN = 20;
    private static final int NAME = 2;
    private static final List<String> HEAD = List.of("START", "TOOK", "", "TOKENS IN", "OUT", "USD", "");
    private static final int OUTCOME = 6;
    /** Columns between two cells. */
    private static final int GAP = 2;

    private final RunView view;
    private final List<List<String>> lines = new ArrayList<>(List.of(HEAD));

    private RunText(RunView view) {
        this.view = view;
        add(view.tree().roots(), "");
    }

    /**
     * The text, each line with its end.
     *
     * @param width columns of the terminal
     */
    public static String of(RunView view, int width) {
        var text = new RunText(view);
        return text.head() + text.body(Math.max(width, WIDTH_MIN));
    }

    private String head() {
        var totals = view.totals();
        var spent = totals.spent();
        return "run %s of project %s, began %s\n%s: %s, %s, %s, %s\n%s USD%s, %s tokens in (%s of them cached), %s out\n%s\n"
                .formatted(
                        PlainText.line(view.run()),
                        PlainText.line(view.project()),
                        totals.began(),
                        took(totals.took()),
                        count(totals.of(Kind.PROMPT), "prompt call"),
                        count(totals.of(Kind.STEP), "step"),
                        count(totals.of(Kind.TOOL), "tool call"),
                        count(totals.errors(), "error"),
                        money(spent.costUsd()),
                        spent.unpriced() == 0
                                ? ""
                                : " without " + count(spent.unpriced(), "call") + " whose cost is not known",
                        number(spent.tokensInput()),
                        number(spent.tokensCached()),
                        number(spent.tokensOutput()),
                        view.more() ? shown() : "");
    }

    private String shown() {
        return "shown are the first %s of %s events and nested calls\n"
                .formatted(
                        number(view.tree().totals().events()),
                        number(view.totals().events()));
    }

    private void add(List<Node> nodes, String indent) {
        for (var number = 0; number < nodes.size(); number++) {
            var node = nodes.get(number);
            var last = number == nodes.size() - 1;
            lines.add(line(node, indent + (last ? "└─ " : "├─ ")));
            add(node.children(), indent + (last ? "   " : "│  "));
        }
    }

    private List<String> line(Node node, String branch) {
        var event = node.event();
        var took = event.outcome().tookMs();
        var usage = event.usage();
        var cost = usage == null ? null : usage.costUsd();
        return List.of(
                start(Duration.between(view.totals().began(), event.place().time())),
                took == null ? "" : took(Duration.ofMillis(took)),
                branch + name(event) + (node.parentUnknown() ? " (parent unknown)" : ""),
                usage == null ? "" : number(usage.tokensInput()),
                usage == null ? "" : number(usage.tokensOutput()),
                cost != null ? money(cost) : usage == null ? "" : "?",
                outcome(event));
    }

    private static String name(RunEvent event) {
        var step = event.place().step();
        return PlainText.line(event.kind().word() + (step == null ? "" : " " + step) + " " + event.name())
                .strip();
    }

    /** What is not as it should be; nothing for a success. */
    private static String outcome(RunEvent event) {
        var status = PlainText.line(event.outcome().status());
        var told = status.equals("success") ? "" : status;
        var error = PlainText.line(event.outcome().error());
        return told.isEmpty() || error.isEmpty() ? told + error : told + ": " + error;
    }

    private String body(int width) {
        var widths = TextTable.widths(lines);
        var outcome = widths[OUTCOME];
        var room = width - IntStream.of(widths).sum() + widths[NAME] + outcome - (HEAD.size() - 1) * GAP;
        var name = Math.max(NAME_MIN, room - Math.min(outcome, room / 3));
        lines.replaceAll(line -> {
            var cells = new ArrayList<>(line);
            cells.set(NAME, TextTable.cut(line.get(NAME), name));
            return cells;
        });
        var text = new StringBuilder();
        TextTable.of(lines, column -> column != NAME && column != OUTCOME)
                .lines()
                .forEach(line -> text.append(TextTable.cut(line, width)).append('\n'));
        return text.toString();
    }

    /** Seconds since the run began, with hours and minutes where there are any. */
    private static String start(Duration after) {
        var seconds = "%02d.%03d".formatted(after.toSecondsPart(), after.toMillisPart());
        if (after.toHours() > 0) {
            return "+%d:%02d:%s".formatted(after.toHours(), after.toMinutesPart(), seconds);
        }
        return after.toMinutes() > 0
                ? "+%d:%s".formatted(after.toMinutes(), seconds)
                : "+%d.%03d".formatted(after.toSeconds(), after.toMillisPart());
    }

    private static String took(Duration time) {
        if (time.toHours() > 0) {
            return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
        }
        if (time.toMinutes() > 0) {
            return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
        }
        return time.toMillis() < 1_000
                ? time.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1_000.0);
    }

    private static String money(BigDecimal usd) {
        var plain = usd.stripTrailingZeros();
        return (plain.scale() < 2 ? plain.setScale(2) : plain).toPlainString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String count(int number, String what) {
        return number(number) + " " + what + (number == 1 ? "" : "s");
    }
}
