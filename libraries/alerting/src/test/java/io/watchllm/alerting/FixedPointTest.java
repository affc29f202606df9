package io.watchllm.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.FixedPoint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Numbers of nine decimals, against the JDK's. */
class FixedPointTest {

    private static long exactShare(long part, long whole) {
        return BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(whole), 9, RoundingMode.DOWN)
                .unscaledValue()
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    @Test
    void shouldGiveExactSharesOfAllSmallCounts() {
        assertThat(FixedPoint.share(41, 80)).isEqualTo(512_500_000);
        for (long whole = 1; whole <= 1_000; whole++) {
            for (long part = 0; part <= whole; part++) {
                assertThat(FixedPoint.share(part, whole)).isEqualTo(part * 1_000_000_000 / whole);
            }
        }
        assertThat(FixedPoint.share(0, 0)).isZero();
    }

    @Property
    void shouldGiveExactSharesOfAnyCounts(
            @ForAll @LongRange(min = 0) long part, @ForAll @LongRange(min = 1) long whole) {
        assertThat(FixedPoint.share(part, whole)).isEqualTo(exactShare(part, whole));
    }

    @Property
    void shouldTakeARatioAsItIsWritten(
            @ForAll @LongRange(min = 0, max = 9_000_000_000_000_000_000L) long number,
            @ForAll @LongRange(min = 0, max = 100) long percent) {
        var exact = BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(percent, 2));

        assertThat(FixedPoint.ratioOf(number, percent / 100.0))
                .isEqualTo(exact.setScale(0, RoundingMode.CEILING).longValue());
    }
}
