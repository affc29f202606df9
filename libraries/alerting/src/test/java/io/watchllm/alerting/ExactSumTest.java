package io.watchllm.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.model.ExactSum;
import io.watchllm.alerting.model.FixedPoint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Sums far beyond 64 bits, against the JDK's. */
class ExactSumTest {

    @Property
    void shouldTakeAwayWhatWasAdded(
            @ForAll List<@LongRange(min = 0) Long> first, @ForAll List<@LongRange(min = 0) Long> second) {
        var sum = new ExactSum();
        var part = new ExactSum();
        first.forEach(part::add);
        sum.add(part);
        second.forEach(sum::add);
        assertThat(exact(sum)).isEqualTo(total(first).add(total(second)));

        sum.subtract(part);
        assertThat(exact(sum)).isEqualTo(total(second));
        assertThat(sum.billionths())
                .isEqualTo(total(second).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
        var read = new ExactSum();
        read.add(sum.high(), sum.low());
        assertThat(exact(read)).isEqualTo(exact(sum));
    }

    private static BigInteger total(List<Long> numbers) {
        return numbers.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** 9.2 billion tokens in billionths are what 64 bits hold. */
    @Test
    void shouldBeFullAtNoNumberOfTokens() {
        var tokens = new ArrayList<Long>();
        var sum = new ExactSum();
        for (int call = 0; call < 50; call++) {
            tokens.add(4_000_000_000L * FixedPoint.ONE);
            sum.add(tokens.getLast());
        }

        assertThat(exact(sum)).isEqualTo(new BigInteger("200000000000000000000"));
        assertThat(sum.billionths()).isEqualTo(Long.MAX_VALUE);
    }

    private static BigInteger exact(ExactSum sum) {
        return BigInteger.valueOf(sum.high())
                .shiftLeft(Long.SIZE)
                .add(new BigInteger(Long.toUnsignedString(sum.low())));
    }
}
