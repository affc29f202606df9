package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.sink.core.BufferMemory.Use;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BufferMemoryTest {
    private static final Use NEW = new Use(false, false, 10);
    private static final Use SEALED = new Use(false, true, 10);
    private static final Use BEGUN = new Use(true, false, 20);
    private static final Use NEARLY_DONE = new Use(true, false, 30);

    @Test
    void shouldLetAllReadWhileNothingIsFull() {
        assertThat(BufferMemory.readers(Map.of(1, NEW, 2, BEGUN, 3, SEALED), false))
                .containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void shouldLetTheRangeThatIsNearestToItsEndReadOnWhenFull() {
        assertThat(BufferMemory.readers(Map.of(1, NEW, 2, BEGUN, 3, NEARLY_DONE), true))
                .containsExactly(3);
    }

    @Test
    void shouldWaitForWhatIsUnderWayWhenFull() {
        assertThat(BufferMemory.readers(Map.of(1, SEALED, 2, BEGUN, 3, NEW), true))
                .isEmpty();
    }

    @Test
    void shouldLetNobodyReadWhenFullOfWhatCanBeCut() {
        assertThat(BufferMemory.readers(Map.of(1, NEW, 2, NEW), true)).isEmpty();
    }
}
