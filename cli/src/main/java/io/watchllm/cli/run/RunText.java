package io.watchllm.cli.run;

import io.watchllm.operations.runs.core.RunEvent;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunEvent.Usage;
import io.watchllm.operations.runs.core.RunTree.Node;
import io.watchllm.operations.runs.core.RunView;
import io.watchllm.runtime.PlainText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Draws a run for a terminal: sums at the top, then a line an event, none longer than the terminal is wide. */
public final class RunText {
    /** Below that, lines are longer than the terminal is wide. */
    private static final int WIDTH_MIN = 80;

    private static final int NAME_MIN = 20;
    private static final String GAP = "  ";

    private final RunView view;
    private final List<Line> lines = new ArrayList<>();

    /** A line in the making, its cells as texts. */
    private record Line(String start, String took, String name, Numbers numbers, String outcome) {}

    private record Numbers(String input, String output, String cost) {
        static final Numbers NONE = new Numbers("", "", "");
    }

    private RunText(RunView view) {
        this.view = view;
        lines.add(new Line("START", "TOOK", "", new Numbers("TOKENS IN", "OUT", "USD"), ""));
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

    private Line line(Node node, String branch) {
        var event = node.event();
        var took = event.outcome().tookMs();
        return new Line(
                start(Duration.between(view.totals().began(), event.place().time())),
                took == null ? "" : took(Duration.ofMillis(took)),
                branch + name(event) + (node.parentUnknown() ? " (parent unknown)" : ""),
                numbers(event.usage()),
                outcome(event));
    }

    private static String name(RunEvent event) {
        var step = event.place().step();
        return PlainText.line(event.kind().word() + (step == null ? "" : " " + step) + " " + event.name())
                .strip();
    }

    private static Numbers numbers(@Nullable Usage usage) {
        return usage == null
                ? Numbers.NONE
                : new Numbers(
                        number(usage.tokensInput()),
                        number(usage.tokensOutput()),
                        usage.costUsd() == null ? "?" : money(usage.costUsd()));
    }

    /** What is not as it should be; nothing for a success. */
    private static String outcome(RunEvent event) {
        var status = PlainText.line(event.outcome().status());
        var told = status.equals("success") ? "" : status;
        var error = PlainText.line(event.outcome().error());
        return told.isEmpty() || error.isEmpty() ? told + error : told + ": " + error;
    }

    private String body(int width) {
        var start = widest(line -> line.start().length());
        var took = widest(line -> line.took().length());
        var input = widest(line -> line.numbers().input().length());
        var output = widest(line -> line.numbers().output().length());
        var cost = widest(line -> line.numbers().cost().length());
        var room = width - start - took - input - output - cost - 6 * GAP.length();
        var outcome = widest(line -> line.outcome().length());
        var name =
                Math.min(widest(line -> line.name().length()), Math.max(NAME_MIN, room - Math.min(outcome, room / 3)));
        var text = new StringBuilder();
        for (var line : lines) {
            var cells = List.of(
                    right(line.start(), start),
                    right(line.took(), took),
                    left(cut(line.name(), name), name),
                    right(line.numbers().input(), input),
                    right(line.numbers().output(), output),
                    right(line.numbers().cost(), cost),
                    line.outcome());
            text.append(cut(String.join(GAP, cells).stripTrailing(), width)).append('\n');
        }
        return text.toString();
    }

    private int widest(ToIntFunction<Line> width) {
        return lines.stream().mapToInt(width).max().orElse(0);
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

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
