package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RunSamplingTest {

    /** Recorded once: another process, release or language must place a run the same. */
    @Test
    void shouldPlaceARunWhereItAlwaysWas() {
        assertThat(RunSampling.place("shop|run-1")).isEqualTo(RECORDED_SHOP_RUN_1);
        assertThat(RunSampling.place("projekt|läuft-🙂")).isEqualTo(RECORDED_UNICODE);
    }

    private static final double RECORDED_SHOP_RUN_1 = 0.8090596414886221;
    private static final double RECORDED_UNICODE = 0.44547036178062516;

    @Test
    void shouldKeepTheShareThatWasAskedForWhenKeysDifferLittle() {
        long kept = IntStream.range(0, 100_000)
                .filter(run -> new RunSampling(0.1).keeps("shop|run-" + run))
                .count();

        assertThat(kept).isBetween(9_700L, 10_300L);
    }

    @Property
    void shouldKeepARunAtALargerShareWhenKeptAtASmallerOne(
            @ForAll String key,
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        var smaller = new RunSampling(Math.min(one, other));
        var larger = new RunSampling(Math.max(one, other));

        assertThat(larger.keeps(key) || !smaller.keeps(key)).isTrue();
        assertThat(new RunSampling(1).keeps(key)).isTrue();
        assertThat(new RunSampling(0).keeps(key)).isFalse();
    }

    @Test
    void shouldSayWhatIsRightWhenTheShareIsNone() {
        assertThatThrownBy(() -> new RunSampling(10))
                .hasMessage("sampleRuns is 10.0; expected a share from 0 (none) to 1 (all), such as 0.1");
        assertThatThrownBy(() -> new RunSampling(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
