package io.watchllm.cli.prices;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.CostFormula.Line;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceList.Attempt;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.pricing.Pricing;
import io.watchllm.pricing.Quote;
import io.watchllm.pricing.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call comes to its cost.
 *
 * @param call the call
 * @param time when it is made
 * @param attempts what was looked for, in order, up to what was found
 * @param quote the price and the sum; null when there is none
 * @param pricing what the row would say
 */
public record Explanation(
        PromptCall call,
        Instant time,
        List<Attempt> attempts,
        @Nullable Quote quote,
        Pricing pricing) {

    /**
     * Goes the way that the stream goes.
     *
     * @param serviceTier as {@link io.watchllm.pricing.CallDetails} has it
     */
    public static Explanation of(PriceList list, PromptCall call, Instant time, String serviceTier, Usage usage) {
        var resolution = list.resolve(call.getProvider(), call.getModel());
        var quote = Pricer.quote(resolution.found(), time, serviceTier, usage);
        var attempts = new ArrayList<Attempt>();
        for (var attempt : resolution.attempts()) {
            attempts.add(attempt);
            if (quote != null && attempt.equals(quote.attempt())) {
                break;
            }
        }
        var pricing = new Pricer(list, PricePreference.PRICE_TABLE).price(call, time);
        return new Explanation(call, time, attempts, quote, pricing);
    }

    /** Several lines: the steps, the row, the sum. */
    public String text() {
        var text = new StringBuilder();
        row(text, "model", call.getModel());
        row(text, "provider", call.getProvider() == null ? "not given" : call.getProvider());
        row(text, "at", time.toString());
        text.append("%nsteps%n".formatted());
        for (var attempt : attempts) {
            text.append("  %-8s  %-16s  %-40s  %s%n"
                    .formatted(attempt.layer().word(), attempt.step().words(), attempt.name(), outcome(attempt)));
        }
        if (quote == null) {
            return text.append("%nunpriced: no step led to a price that holds at that time%n".formatted())
                    .toString();
        }
        append(text, quote);
        if (!pricing.flags().isEmpty()) {
            row(text.append(System.lineSeparator()), "flags", String.join(", ", pricing.flags()));
        }
        return text.toString();
    }

    /** One JSON object on a line. */
    public String json() {
        var fields = new JsonObject();
        fields.put("model", call.getModel());
        fields.put("provider", call.getProvider());
        fields.put("at", time.toString());
        fields.list("steps", attempts, Explanation::fields);
        fields.put("cost_source", pricing.source().name());
        fields.put("cost_usd", pricing.costUsd());
        if (quote != null) {
            var row = quote.selection().row();
            fields.put("price", PriceText.fields(quote.attempt().layer(), row));
            fields.list("lines", quote.lines(), Explanation::fields);
        }
        fields.put("tokens_input", pricing.tokensInput());
        fields.put("flags", pricing.flags());
        return fields.line();
    }

    private static void append(StringBuilder text, Quote quote) {
        var row = quote.selection().row();
        var key = row.key();
        text.append("%nprice%n".formatted());
        row(text, "  for", PriceText.any(key.provider(), "any") + "/" + key.model());
        row(
                text,
                "  tier",
                PriceText.any(key.serviceTier(), "standard")
                        + (quote.selection().fallback() ? ", since the call's own has no price for it" : ""));
        row(text, "  size", "calls of " + key.minInputTokens() + " input tokens or more");
        row(
                text,
                "  holds",
                "from " + row.period().from()
                        + (row.period().to() == null
                                ? ""
                                : " to " + row.period().to()));
        row(
                text,
                "  list",
                quote.attempt().layer().word() + ", " + row.origin().version() + " ("
                        + row.origin().source() + ")");
        text.append("%nsum%n".formatted());
        for (var line : quote.lines()) {
            text.append("  %-16s  %,12d tokens × %14s USD a million = %s USD%s%n"
                    .formatted(
                            line.part().words(),
                            line.tokens(),
                            PriceText.million(line.unitUsd()),
                            line.amountUsd().stripTrailingZeros().toPlainString(),
                            line.fallback() ? "  (the list has no price of its own for these)" : ""));
        }
        var cost = quote.costUsd();
        text.append("  %-16s  %s USD%n"
                .formatted("cost", cost == null ? "more than a row holds: unpriced" : cost.toPlainString()));
    }

    private static String outcome(Attempt attempt) {
        var found = attempt.found();
        var asked = attempt.providers().isEmpty() ? "the model's maker" : String.join(" or ", attempt.providers());
        return found == null
                ? "nothing of " + asked
                : "found " + PriceText.any(found.provider(), "any") + "/" + found.model();
    }

    private static JsonObject fields(Attempt attempt) {
        var found = attempt.found();
        return new JsonObject()
                .put("list", attempt.layer().word())
                .put("step", attempt.step().words())
                .put("providers", attempt.providers())
                .put("name", attempt.name())
                .put("found", found == null ? null : found.provider() + "/" + found.model());
    }

    private static JsonObject fields(Line line) {
        return new JsonObject()
                .put("part", line.part().words())
                .put("tokens", line.tokens())
                .put("unit_usd", line.unitUsd())
                .put("amount_usd", line.amountUsd())
                .put("fallback", line.fallback());
    }

    private static void row(StringBuilder text, String name, String content) {
        text.append("%-9s  %s%n".formatted(name, content));
    }
}
