package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.Intent;
import io.watchllm.sink.core.RecentRanges.Span;
import org.junit.jupiter.api.Test;

class RecentRangesTest {
    private final RecentRanges spans = new RecentRanges();

    @Test
    void shouldJoinWhatFollowsInAPartitionAcrossGaps() {
        spans.add(0, new Intent(7, 0, 9, 10));
        spans.add(1, new Intent(7, 5, 6, 2));
        spans.add(0, new Intent(7, 12, 20, 8));

        assertThat(spans.drain())
                .containsExactlyInAnyOrder(new Span(0, new Intent(7, 0, 20, 18)), new Span(1, new Intent(7, 5, 6, 2)));
        assertThat(spans.drain()).isEmpty();
    }

    @Test
    void shouldNotJoinAcrossACutOrWhatComesAgain() {
        spans.add(0, new Intent(7, 0, 9, 10));
        spans.cut();
        spans.add(0, new Intent(7, 30, 39, 10));
        spans.add(0, new Intent(8, 30, 39, 10));

        assertThat(spans.drain())
                .containsExactly(
                        new Span(0, new Intent(7, 0, 9, 10)),
                        new Span(0, new Intent(7, 30, 39, 10)),
                        new Span(0, new Intent(8, 30, 39, 10)));
    }

    @Test
    void shouldStayBounded() {
        for (var offset = 0; offset < 5_000; offset++) {
            spans.add(0, new Intent(7, offset, offset, 1));
            spans.cut();
        }

        assertThat(spans.drain()).hasSize(1_000);
    }
}
