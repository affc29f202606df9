package io.watchllm.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectLabelsTest {

    private final ProjectLabels labels = new ProjectLabels();

    @Test
    void shouldNameTheFirstProjectsAndCountTheRestTogether() {
        for (int number = 0; number < ProjectLabels.PROJECTS_MAX; number++) {
            assertThat(labels.label("p" + number)).isEqualTo("p" + number);
        }

        assertThat(labels.label("one more")).isEqualTo(ProjectLabels.OTHER);
        assertThat(labels.label("p7")).isEqualTo("p7");
        assertThat(labels.label("")).isEmpty();
    }

    @Test
    void shouldNotMakeALabelOfALongText() {
        assertThat(labels.label("x".repeat(ProjectLabels.CHARACTERS_MAX + 1))).isEqualTo(ProjectLabels.OTHER);
        assertThat(labels.label("x".repeat(ProjectLabels.CHARACTERS_MAX))).hasSize(ProjectLabels.CHARACTERS_MAX);
    }
}
