package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CommitNoteTest {

    @Property
    void shouldReadWhatItWrote(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long epoch,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 100) long from,
            @ForAll @IntRange(min = 0, max = 1_000_000) int length,
            @ForAll @IntRange(min = 0, max = 1_000_000) int rows) {
        var open = new CommitNote(epoch, new Intent(epoch, from, from + length, rows));
        var closed = new CommitNote(epoch, null);

        assertThat(CommitNote.parse(open.text())).isEqualTo(new CommitNote.Ours(open));
        assertThat(CommitNote.parse(closed.text())).isEqualTo(new CommitNote.Ours(closed));
        assertThat(open.text().length()).isLessThan(256);
    }

    @Test
    void shouldBeginAnewWhenAnOperatorSetTheOffset() {
        assertThat(CommitNote.parse("")).isEqualTo(new CommitNote.Nothing());
    }

    @Test
    void shouldNotGuessWhenItCannotRead() {
        for (var text : List.of("v2|1|2|3|4", "v1", "v1|1|9|3|1", "v1|1|2", "v1|x", "hello")) {
            assertThat(CommitNote.parse(text)).as(text).isEqualTo(new CommitNote.Foreign(text));
        }
    }

    @Test
    void shouldNameRangeAndEpochInTheToken() {
        assertThat(new RangeToken("ns", "topicId", 3, new Intent(17, 5, 9, 4)).text())
                .isEqualTo("ns/topicId/3/17/5-9");
    }
}
