package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedProjectsTest {

    @Test
    void shouldCountAProjectUnderItsOwnId() {
        var projects = new CountedProjects();

        assertThat(projects.name("orders")).isEqualTo("orders");
        assertThat(projects.name("")).as("of a record that does not tell").isEmpty();
        assertThat(projects.name("ü".repeat(32 << 10))).hasSize(32 << 10);
    }

    @Test
    void shouldCountWhatIsNoIdTogether() {
        var projects = new CountedProjects();

        assertThat(projects.name("ü".repeat(32 << 10) + "x")).isEqualTo("(invalid)");
        assertThat(projects.name("a\0b")).isEqualTo("(invalid)");
    }

    @Test
    void shouldCountTheProjectsForWhichThereIsNoRoomTogetherAndNeverTakeANameBack() {
        var projects = new CountedProjects(3 * 85);

        assertThat(projects.name("one-1")).isEqualTo("one-1");
        projects.restore("two-2");
        projects.restore("two-2");
        assertThat(projects.name("three")).isEqualTo("three");
        assertThat(projects.name("four4")).isEqualTo("(other)");
        assertThat(projects.name("one-1")).isEqualTo("one-1");
        assertThat(projects.name("two-2")).isEqualTo("two-2");
    }

    @Test
    void shouldTakeOverWhatIsCountedAlreadyBeThereRoomOrNot() {
        var projects = new CountedProjects(0);

        projects.restore("one");

        assertThat(projects.name("one")).isEqualTo("one");
        assertThat(projects.name("two")).isEqualTo("(other)");
    }
}
