package io.watchllm.sink.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.Outcome;
import io.watchllm.sink.core.SealReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the descriptions of metrics list is what their labels can be. */
class SinkMetricsTest {
    @Test
    void shouldNameEveryOutcomeOfAnInsert() {
        var outcomes = Arrays.stream(Outcome.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .map(SinkMetricsTest::word)
                .toList();

        assertThat(listed(SinkMetrics.INSERT.description())).containsAll(outcomes);
    }

    @Test
    void shouldNameEveryReasonToSealABatch() {
        var reasons = Stream.of(SealReason.values())
                .map(reason -> word(reason.name()))
                .toList();

        assertThat(listed(SinkMetrics.BATCHES.description())).containsAll(reasons);
    }

    private static List<String> listed(String description) {
        return List.of(description.split("[^a-z_]+", -1));
    }

    /** {@code BadData} and {@code BAD_DATA} are {@code bad_data}. */
    private static String word(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
