package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.CostFormula.Line;
import io.watchllm.pricing.CostFormula.Part;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class CostFormulaTest {

    private static final UnitPrices FULL = new UnitPrices(
            usd("0.000003"), usd("0.000015"), usd("0.0000003"), usd("0.00000375"), usd("0.000006"), usd("0.00002"));

    @Test
    void shouldPriceEachPartByItsOwnPrice() {
        var lines = CostFormula.lines(new Usage(1_000, 500, 200, 300, 100, 50), FULL);

        assertThat(lines)
                .containsExactly(
                        new Line(Part.INPUT, 500, usd("0.000003"), false),
                        new Line(Part.CACHE_READ, 200, usd("0.0000003"), false),
                        new Line(Part.CACHE_WRITE, 200, usd("0.00000375"), false),
                        new Line(Part.CACHE_WRITE_1H, 100, usd("0.000006"), false),
                        new Line(Part.OUTPUT, 450, usd("0.000015"), false),
                        new Line(Part.REASONING, 50, usd("0.00002"), false));
        assertThat(CostFormula.sumUsd(lines)).isEqualTo(usd("0.010660000"));
    }

    @Test
    void shouldLetInputAndOutputStandInForPricesThatAreMissing() {
        var lines = CostFormula.lines(new Usage(1_000, 500, 200, 300, 100, 50), Prices.unit("0.000002"));

        assertThat(lines)
                .extracting(Line::part, Line::unitUsd, Line::fallback)
                .containsExactly(
                        tuple(Part.INPUT, "0.000002", false),
                        tuple(Part.CACHE_READ, "0.000002", true),
                        tuple(Part.CACHE_WRITE, "0.000002", true),
                        tuple(Part.CACHE_WRITE_1H, "0.000002", true),
                        tuple(Part.OUTPUT, "0.000004", false),
                        tuple(Part.REASONING, "0.000004", false));
    }

    @Test
    void shouldTakeTheOtherWritePriceBeforeThatOfInput() {
        var prices = new UnitPrices(usd("1"), usd("2"), null, usd("3"), null, null);

        assertThat(CostFormula.lines(new Usage(10, 0, 0, 10, 10, 0), prices))
                .containsExactly(new Line(Part.CACHE_WRITE_1H, 10, usd("3"), true));
    }

    @Test
    void shouldCountANegativeRemainderAsNothing() {
        var usage = new Usage(10, 5, 20, 30, 40, 50);

        assertThat(usage.inconsistent()).isTrue();
        assertThat(CostFormula.lines(usage, FULL))
                .extracting(Line::part, Line::tokens)
                .containsExactly(
                        Tuple.tuple(Part.CACHE_READ, 20L),
                        Tuple.tuple(Part.CACHE_WRITE_1H, 30L),
                        Tuple.tuple(Part.REASONING, 50L));
    }

    @Test
    void shouldRoundOnceAndHalfToEven() {
        assertThat(CostFormula.sumUsd(List.of(line("0.0000000005")))).isEqualTo(usd("0.000000000"));
        assertThat(CostFormula.sumUsd(List.of(line("0.0000000015")))).isEqualTo(usd("0.000000002"));
        assertThat(CostFormula.sumUsd(List.of(line("0.0000000004"), line("0.0000000004"))))
                .as("each alone would be 0")
                .isEqualTo(usd("0.000000001"));
    }

    @Test
    void shouldHaveNoSumThatTheColumnDoesNotHold() {
        assertThat(CostFormula.sumUsd(List.of(line("999999999.9999999994")))).isEqualTo(usd("999999999.999999999"));
        assertThat(CostFormula.sumUsd(List.of(line("999999999.9999999996")))).isNull();
    }

    /** In whole numbers of 10⁻¹⁸ USD, without a decimal in sight. */
    @Property
    void shouldComeToWhatWholeNumbersComeTo(
            @ForAll @IntRange(max = 2_000_000) int uncached,
            @ForAll @IntRange(max = 2_000_000) int read,
            @ForAll @IntRange(max = 2_000_000) int output,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long atto) {
        var price = new BigDecimal(BigInteger.valueOf(atto), 18);
        var prices = new UnitPrices(price, price.add(price), price, null, null, null);

        var sum = CostFormula.sumUsd(CostFormula.lines(new Usage(uncached + read, output, read, 0, 0, 0), prices));

        var exact = BigInteger.valueOf(atto).multiply(BigInteger.valueOf((long) uncached + read + 2L * output));
        var parts = exact.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        int half = parts[1].shiftLeft(1).compareTo(BigInteger.valueOf(1_000_000_000));
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        assertThat(sum).isEqualTo(new BigDecimal(up ? parts[0].add(BigInteger.ONE) : parts[0], CostFormula.SCALE));
    }

    private static Tuple tuple(Part part, String unitUsd, boolean fallback) {
        return Tuple.tuple(part, usd(unitUsd), fallback);
    }

    private static Line line(String unitUsd) {
        return new Line(Part.INPUT, 1, usd(unitUsd), false);
    }

    private static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }
}
