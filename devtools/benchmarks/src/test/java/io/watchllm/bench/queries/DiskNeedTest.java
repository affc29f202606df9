package io.watchllm.bench.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskNeedTest {
    @Test
    void shouldRefuseWhatTheDiskHasNoRoomFor(@TempDir Path folder) {
        assertThatThrownBy(() -> new DiskNeed(folder, Long.MAX_VALUE, 0).require())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("take fewer --rows");
    }

    @Test
    void shouldNeedMoreWithAPeer(@TempDir Path folder) {
        var alone = DiskNeed.of(new QueriesPlan(1_000_000, 20, null, false, folder));

        assertThat(alone.neededBytes())
                .isLessThan(DiskNeed.of(new QueriesPlan(1_000_000, 20, null, true, folder))
                        .neededBytes());
        assertThat(alone.require()).contains("where");
    }

    @Test
    void shouldCountWhatIsFilledAlreadyAsRoom(@TempDir Path folder) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("store")).resolve("part"), new byte[3_000]);

        assertThat(DiskNeed.of(new QueriesPlan(1_000_000, 20, null, false, folder))
                        .heldBytes())
                .isEqualTo(3_000);
        var missing = folder.resolve("not-yet");
        assertThat(DiskNeed.of(new QueriesPlan(1_000_000, 20, null, false, missing))
                        .heldBytes())
                .isZero();
    }
}
