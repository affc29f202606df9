package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.processor.core.SeenIds.FirstSeen;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final long START_MILLIS = 1_700_000_000_000L;

    /** Whatever comes in whatever number: the same answers as a map that forgets nothing. */
    @Property(tries = 200)
    void shouldAnswerAsAMapWouldThatForgetsNothing(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60_000) int ids) {
        var random = new SplittableRandom(seed);
        var seen = new SeenIds(WINDOW, Integer.MAX_VALUE);
        Map<EventFingerprint.Id, FirstSeen> model = new HashMap<>();
        long now = START_MILLIS;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(4);
            var id = id(random.nextInt(ids));
            var known = model.get(id);
            var expected = known == null || now - known.atMillis() > WINDOW.toMillis() ? null : known;
            assertThat(find(seen, id, now)).isEqualTo(expected);
            if (expected == null) {
                var firstSeen = new FirstSeen(random.nextLong(), now);
                seen.put(id, firstSeen);
                model.put(id, firstSeen);
            }
        }
        assertThat(seen.forgottenEarly()).isZero();
    }

    @Test
    void shouldTakeNoMoreMemoryThanTheWindowNeedsHoweverLongItRuns() {
        var seen = new SeenIds(WINDOW, Integer.MAX_VALUE);
        int perWindow = 10_000;
        for (int number = 0; number < 1_000_000; number++) {
            seen.put(id(number), new FirstSeen(0, START_MILLIS + number * WINDOW.toMillis() / perWindow));
            assertThat(seen.bytes()).isLessThan(3L * perWindow * 64L);
        }
    }

    @Test
    void shouldForgetTheOldestFirstAndCountItWhenThereAreTooMany() {
        int idsMax = 10_000;
        var seen = new SeenIds(WINDOW, idsMax);
        int count = 50_000;
        for (int number = 0; number < count; number++) {
            // All of them within one window.
            seen.put(id(number), new FirstSeen(number, START_MILLIS + number / 10));
            assertThat(seen.size()).isLessThanOrEqualTo(idsMax);
        }
        assertThat(seen.forgottenEarly()).isEqualTo(count - seen.size()).isPositive();
        assertThat(seen.find(id(0))).isNull();
        for (int number = count - seen.size(); number < count; number++) {
            assertThat(find(seen, id(number), START_MILLIS + number / 10))
                    .isEqualTo(new FirstSeen(number, START_MILLIS + number / 10));
        }
    }

    @Test
    void shouldKnowAnIdUpToTheEndOfItsWindowAndThenTakeItForNew() {
        var seen = new SeenIds(WINDOW, 1_000);
        seen.put(id(1), new FirstSeen(7, START_MILLIS));

        assertThat(find(seen, id(1), START_MILLIS + WINDOW.toMillis())).isEqualTo(new FirstSeen(7, START_MILLIS));
        assertThat(find(seen, id(1), START_MILLIS + WINDOW.toMillis() + 1)).isNull();
    }

    private static @Nullable FirstSeen find(SeenIds seen, EventFingerprint.Id id, long now) {
        var firstSeen = seen.find(id);
        return firstSeen == null || !firstSeen.isWithin(WINDOW, now) ? null : firstSeen;
    }

    /** As if hashed: neighbours in number, strangers in the table; some of them collide. */
    private static EventFingerprint.Id id(int number) {
        var random = new SplittableRandom(number);
        return new EventFingerprint.Id(random.nextLong() & ~0xffffL, random.nextLong());
    }
}
