package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramVersionTest {
    @Test
    void shouldBeFilledInByTheBuild() {
        assertThat(ProgramVersion.TEXT).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
