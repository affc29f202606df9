package io.watchllm.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.StartRules.Begin;
import io.watchllm.delivery.core.StartRules.Start;
import io.watchllm.delivery.core.StartRules.Stop;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartRulesTest {
    private static final PartitionName NAME = new PartitionName("events", "topic-id", 3);
    private static final long NEW_EPOCH = 99;
    private static final Intent RANGE = new Intent(5, 100, 109, 10);

    private static LogBounds log(long start, long end) {
        return new LogBounds(start, end, end, 1_000, LogBounds.FOR_EVER);
    }

    private static StoredRows stored(long rows, long inLog, long furthest) {
        return new StoredRows(rows, inLog, furthest, 0, 0, -1);
    }

    private static StoredRows range(long rows, long lostUpTo) {
        return new StoredRows(rows, 0, 109, rows, rows, lostUpTo);
    }

    private static OffsetCommit landed(long offset) {
        return new OffsetCommit(offset, 7, OffsetMetadata.landed(5).text("topic-id"));
    }

    private static OffsetCommit open() {
        return open(RANGE);
    }

    private static OffsetCommit open(Intent range) {
        return new OffsetCommit(100, 7, new OffsetMetadata(5, range, BlockCountSnapshot.UNKNOWN).text("topic-id"));
    }

    private static Start decide(@Nullable OffsetCommit commit, LogBounds log, StoredRows stored) {
        return StartRules.decide(new PartitionFacts(NAME, commit, log), stored, NEW_EPOCH);
    }

    private static String why(Start start) {
        assertThat(start).isInstanceOf(Stop.class);
        return ((Stop) start).why();
    }

    @Test
    void shouldBeginANewPartitionAtTheStartOfItsLog() {
        assertThat(decide(null, log(40, 60), StoredRows.NONE))
                .isEqualTo(new Begin(40, null, OffsetMetadata.landed(NEW_EPOCH), 0));
    }

    @Test
    void shouldNotStoreAgainWhatTheTableHasWhenTheGroupIsGone() {
        assertThat(why(decide(null, log(0, 60), stored(50, 50, 49))))
                .contains(
                        "50 rows",
                        "offset 49",
                        "twice",
                        "watchllm sink rewind --table events --partition 3" + " --to-tables",
                        "docs/operators/operations.md");
    }

    @Test
    void shouldNotSkipWhatLeftTheLogWhileTheGroupWasGone() {
        assertThat(why(decide(null, log(70, 90), stored(50, 0, 49)))).contains("offset 49", "offset 70", "rewind");
    }

    @Test
    void shouldTakeOlderRowsForThoseOfATopicThatHadTheName() {
        assertThat(decide(null, log(0, 60), stored(50, 0, 49)))
                .isEqualTo(new Begin(0, null, OffsetMetadata.landed(NEW_EPOCH), 0));
    }

    @Test
    void shouldGoOnWhereTheCommitSaysWithItsRangeAndItsEpoch() {
        assertThat(decide(landed(50), log(0, 60), StoredRows.NONE))
                .isEqualTo(new Begin(50, 7, OffsetMetadata.landed(5), 0));
        assertThat(decide(open(), log(100, 110), StoredRows.NONE))
                .isEqualTo(new Begin(100, 7, new OffsetMetadata(5, RANGE, BlockCountSnapshot.UNKNOWN), 0));
    }

    @Test
    void shouldBeginANewEpochWhenAnOperatorHasSetTheOffset() {
        assertThat(decide(new OffsetCommit(50, null, ""), log(0, 60), StoredRows.NONE))
                .isEqualTo(new Begin(50, null, OffsetMetadata.landed(NEW_EPOCH), 0));
    }

    @Test
    void shouldStopBeforeAGapAndGoOnOnceItIsAccepted() {
        var start = decide(landed(50), log(70, 90), stored(50, 0, 49));
        assertThat(((Stop) start).gap()).isEqualTo(20);
        assertThat(why(start))
                .contains("offset 50", "offset 70", "20 records", "accept-loss --table events" + " --partition 3");

        assertThat(decide(landed(50), log(70, 90), new StoredRows(50, 0, 49, 0, 0, 70)))
                .isEqualTo(new Begin(70, null, OffsetMetadata.landed(5), 20));
        // Retention has taken more since.
        assertThat(((Stop) decide(landed(50), log(75, 90), new StoredRows(50, 0, 49, 0, 0, 70))).gap())
                .isEqualTo(25);
    }

    @Test
    void shouldTakeAnOpenRangeThatLeftTheLogForWhatTheTableHasOfIt() {
        // All of it is there, and nothing behind it is gone.
        assertThat(decide(open(), log(105, 130), range(10, -1)))
                .isEqualTo(new Begin(110, null, OffsetMetadata.landed(5), 0));
        // All of it is there; behind it ten are gone.
        assertThat(((Stop) decide(open(), log(120, 130), range(10, -1))).gap()).isEqualTo(10);
        assertThat(decide(open(), log(120, 130), range(10, 120)))
                .isEqualTo(new Begin(120, null, OffsetMetadata.landed(5), 10));
        // Nothing of it is there.
        assertThat(((Stop) decide(open(), log(105, 130), range(0, -1))).gap()).isEqualTo(5);
        assertThat(decide(open(), log(105, 130), range(0, 105)))
                .isEqualTo(new Begin(105, null, OffsetMetadata.landed(5), 5));
        // A part of it is there: what is behind it is not stored twice.
        assertThat(why(decide(open(), log(105, 130), range(4, -1)))).contains("Of the 10 rows", "holds 4", "audit");
        assertThat(decide(open(), log(105, 130), range(4, 105)))
                .isEqualTo(new Begin(110, null, OffsetMetadata.landed(5), 0));
    }

    @Test
    void shouldHaveItAskedWhereALogWasCutThatEndsBeforeWhatWasRead() {
        // The log may have been written on since: it need not be cut where it ends.
        assertThat(decide(landed(50), log(0, 40), StoredRows.NONE))
                .isInstanceOfSatisfying(StartRules.Ended.class, ended -> {
                    assertThat(ended.offset()).isEqualTo(50);
                    assertThat(ended.leaderEpoch()).isEqualTo(7);
                    assertThat(ended.stop().why())
                            .contains("offset 50", "ends at offset 40")
                            .doesNotContain("--to-offset");
                });
        var range = new Intent(5, 100, 109, 10, 1, 8);
        assertThat(decide(open(range), log(0, 105), StoredRows.NONE))
                .isInstanceOfSatisfying(StartRules.Ended.class, ended -> {
                    assertThat(ended.offset()).isEqualTo(110);
                    assertThat(ended.leaderEpoch()).isEqualTo(8);
                });
    }

    @Test
    void shouldNotClaimToKnowWhereALogWasCutWhenTheCommitNamesNoLeader() {
        assertThat(why(decide(open(), log(0, 105), StoredRows.NONE)))
                .contains("offset 110", "ends at offset 105", "names no leader", "--to-offset 105", "--to-time");
    }

    @Test
    void shouldSendTheGroupToWhereALogWasCut() {
        assertThat(cut(landed(50), 30L, null))
                .contains("back to offset 30", "at most 20 records", "--partition 3 --to-offset 30");
        assertThat(cut(landed(50), null, null)).contains("before offset 50", "--to-time");
        assertThat(cut(null, 30L, null)).contains("--to-offset 30");
    }

    @Test
    void shouldSendTheGroupBehindWhatTheTableHasOfAnOpenRangeThatWasCut() {
        assertThat(cut(open(), 105L, range(10, -1))).contains("10 are in the table", "--to-offset 105");
        // What lies before the cut has not landed either.
        assertThat(cut(open(), 105L, range(0, -1))).contains("0 are in the table", "--to-offset 100");
        assertThat(cut(open(), 100L, range(0, -1))).contains("--to-offset 100").doesNotContain("in the table");
        assertThat(cut(open(), 105L, null)).contains("can't be asked").doesNotContain("--to-offset");
    }

    private static String cut(@Nullable OffsetCommit commit, @Nullable Long back, @Nullable StoredRows stored) {
        return StartRules.cut(new PartitionFacts(NAME, commit, log(0, 200)), new LogCut("topic-id", 50, back), stored)
                .why();
    }

    @Test
    void shouldRefuseMetadataThatDoesNotFitItsCommit() {
        var text = new OffsetMetadata(5, RANGE, BlockCountSnapshot.UNKNOWN).text("topic-id");
        assertThat(why(decide(new OffsetCommit(90, null, text), log(0, 200), StoredRows.NONE)))
                .contains("begins at 100", "expected 90");
        var other = new OffsetMetadata(5, RANGE, BlockCountSnapshot.UNKNOWN).text("other-id");
        assertThat(why(decide(new OffsetCommit(100, null, other), log(0, 200), StoredRows.NONE)))
                .contains("another topic", "topic-id");
        for (var foreign : List.of("hello", "v1|5|100|109|10", text.replace("v1", "v9"))) {
            assertThat(why(decide(new OffsetCommit(100, null, foreign), log(0, 200), StoredRows.NONE)))
                    .contains(foreign, "can't read");
        }
    }

    @Test
    void shouldRefuseARangeThatNoSinkOpens() {
        for (var range :
                List.of(new Intent(5, 100, 100 + OffsetMetadata.RANGE_OFFSETS_MAX, 10), new Intent(5, 100, 109, 11))) {
            var text = new OffsetMetadata(5, range, BlockCountSnapshot.UNKNOWN).text("topic-id");
            assertThat(why(decide(new OffsetCommit(100, null, text), log(0, 1L << 40), StoredRows.NONE)))
                    .contains("or fewer");
        }
    }

    /** Whatever is committed and wherever the log is: no offset is passed over that nobody has accepted. */
    @Property
    void shouldNeverSkipInSilence(
            @ForAll @LongRange(min = 0, max = 50) long committed,
            @ForAll @LongRange(min = 0, max = 50) long start,
            @ForAll @LongRange(min = 0, max = 50) long length,
            @ForAll @LongRange(min = -1, max = 60) long lostUpTo) {
        var stored = new StoredRows(committed, 0, committed - 1, 0, 0, lostUpTo > committed ? lostUpTo : -1);

        var decided = decide(landed(committed), log(start, start + length), stored);

        if (decided instanceof Begin begin) {
            assertThat(begin.offset()).isGreaterThanOrEqualTo(Math.max(committed, start));
            assertThat(begin.offset() == committed || begin.offset() <= stored.lostUpTo())
                    .isTrue();
        }
    }
}
