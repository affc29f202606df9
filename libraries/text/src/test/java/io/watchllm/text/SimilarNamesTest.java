package io.watchllm.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarNamesTest {
    @Test
    void shouldSuggestTheMostSimilarNamesFirst() {
        var names = List.of("cost_by_model", "cost_by_user", "run_cost", "run_trace", "slowest_tools");

        assertThat(SimilarNames.of("cost_by_modle", names)).startsWith("cost_by_model");
        assertThat(SimilarNames.of("trace", names)).containsExactly("run_trace");
        assertThat(SimilarNames.of("cost", names)).containsExactly("run_cost", "cost_by_user", "cost_by_model");
        assertThat(SimilarNames.question("latency", names)).isEmpty();
        assertThat(SimilarNames.question("cost_by", names)).hasValue("did you mean 'cost_by_user' or 'cost_by_model'?");
        assertThat(SimilarNames.question("run_trac", names)).hasValue("did you mean 'run_trace'?");
    }
}
