package io.watchllm.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cost of a call: {@code (input − read − write)·p_in + read·p_read + write·p_write + (output − reasoning)·p_out +
 * reasoning·(p_reasoning or p_out)}, where one-hour cache writes have their own price.
 */
public final class CostFormula {

    /** Decimals of the column. */
    public static final int SCALE = 9;

    private static final BigDecimal COLUMN_MAX = new BigDecimal("999999999.999999999");

    private CostFormula() {}

    /** Parts of a call that are billed. */
    public enum Part {
        INPUT("input"),
        CACHE_READ("cache read"),
        CACHE_WRITE("cache write"),
        CACHE_WRITE_1H("cache write 1h"),
        OUTPUT("output"),
        REASONING("reasoning");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /** Name for display. */
        public String words() {
            return words;
        }
    }

    /**
     * One line of the sum.
     *
     * @param unitUsd price per token
     * @param fallback true when the list has no price for this part and another one is used
     */
    public record Line(Part part, long tokens, BigDecimal unitUsd, boolean fallback) {

        /** Exact amount of the line. */
        public BigDecimal amountUsd() {
            return unitUsd.multiply(BigDecimal.valueOf(tokens));
        }
    }

    /** The lines of the sum, without those of zero tokens. */
    public static List<Line> lines(Usage usage, UnitPrices prices) {
        var lines = new ArrayList<Line>(Part.values().length);
        add(lines, Part.INPUT, usage.uncached(), prices.input(), prices.input());
        add(lines, Part.CACHE_READ, usage.cacheRead(), prices.cacheRead(), prices.input());
        add(lines, Part.CACHE_WRITE, usage.writtenShort(), prices.cacheWrite(), prices.input());
        var write = prices.cacheWrite() == null ? prices.input() : prices.cacheWrite();
        add(lines, Part.CACHE_WRITE_1H, usage.writtenFor1h(), prices.cacheWrite1h(), write);
        add(lines, Part.OUTPUT, usage.answer(), prices.output(), prices.output());
        // Providers bill reasoning as output, so this is no fallback.
        var reasoning = prices.reasoning() == null ? prices.output() : prices.reasoning();
        add(lines, Part.REASONING, usage.reasoning(), reasoning, reasoning);
        return lines;
    }

    /**
     * The sum, rounded once, half to even, so that many calls have no bias. Null when it exceeds the column's range.
     */
    public static @Nullable BigDecimal sumUsd(List<Line> lines) {
        var sum = BigDecimal.ZERO;
        for (var line : lines) {
            sum = sum.add(line.amountUsd());
        }
        var rounded = sum.setScale(SCALE, RoundingMode.HALF_EVEN);
        return rounded.compareTo(COLUMN_MAX) > 0 ? null : rounded;
    }

    private static void add(
            List<Line> lines, Part part, long tokens, @Nullable BigDecimal price, BigDecimal otherwise) {
        if (tokens > 0) {
            lines.add(new Line(part, tokens, price == null ? otherwise : price, price == null));
        }
    }
}
