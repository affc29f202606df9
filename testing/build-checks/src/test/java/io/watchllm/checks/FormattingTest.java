package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormattingTest {
    @Test
    void shouldFindEveryFileFormatted() throws Exception {
        assertThat(Formatting.unformatted(SourceTree.ofWorkingDirectory()))
                .as("files that ./format would change")
                .isEmpty();
    }
}
