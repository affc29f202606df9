package io.watchllm.sink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.DedupWindowCheck.Held;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.UncertainInsert;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink asks of a real table that remembers six blocks, with a rollup behind it. */
class RangeVerifierIT {
    private static final List<DedupWindow> WINDOWS =
            List.of(new DedupWindow("d.rollup", 6), new DedupWindow("d.source", 6));
    private static final Intent RANGE = new Intent(1, 10, 14, 4);
    private static final String ROWS = "(3, 10), (3, 11), (3, 13), (3, 14)";

    private static LocalClickHouse server;
    private static ClickHouseConnection sql;

    private TableReader reader;
    private BlockCountSnapshots counts;
    private RangeVerifier verifier;
    private int attempts;

    @BeforeAll
    static void start() {
        server = LocalClickHouse.start();
        sql = ClickHouseConnection.open(new ClickHouseSettings(
                URI.create(server.httpUrl()), "default", new Secret(""), "d", null, Duration.ofMinutes(1)));
    }

    @AfterAll
    static void stop() {
        sql.close();
        server.close();
    }

    @BeforeEach
    void create() {
        run("DROP DATABASE IF EXISTS d SYNC");
        run("CREATE DATABASE d");
        run("CREATE TABLE d.source (source_partition Int32, source_offset Int64) ENGINE = MergeTree"
                + " PARTITION BY source_offset >= 1000 ORDER BY source_offset"
                + " SETTINGS non_replicated_deduplication_window = 6");
        run("CREATE TABLE d.rollup (n UInt64) ENGINE = MergeTree ORDER BY n"
                + " SETTINGS non_replicated_deduplication_window = 6");
        run("CREATE MATERIALIZED VIEW d.to_rollup TO d.rollup AS SELECT count() AS n FROM d.source");
        reader = new TableReader(sql, "source");
        counts = new BlockCountSnapshots(reader, "", WINDOWS, Clock.systemUTC());
        verifier = new RangeVerifier(reader, counts, new DedupWindowCheck(WINDOWS));
    }

    @Test
    void shouldCountTheRowsOfARangeAndThoseBehindIt() {
        insert("a", "(3, 9), (3, 10), (3, 12), (3, 13), (3, 14), (4, 11), (3, 15), (3, 16)");
        insert("b", "(3, 12)");

        assertThat(reader.held(3, RANGE)).isEqualTo(new Held(5, 4, 2));
        assertThat(reader.held(9, RANGE)).isEqualTo(new Held(0, 0, 0));
    }

    @Test
    void shouldCountBlocksThroughMergesAndOneForEachPartition() {
        var before = counts.take();
        insert("a", "(1, 1), (1, 2000)");
        insert("b", "(1, 2)");
        run("OPTIMIZE TABLE d.source FINAL");

        assertThat(before.blocks()).containsExactly(0L, 0L);
        assertThat(counts.take().blocks()).containsExactly(2L, 3L);
    }

    @Test
    void shouldCountNothingWhereOneTableCannotBeCounted() {
        var shared = new DedupWindow("d.rollup", EngineFamily.SHARED, 6, 3_600);

        assertThat(reader.blocks(List.of(shared, WINDOWS.getLast()))).isEmpty();
        assertThat(new DedupWindowCheck(List.of(shared))
                        .of(
                                new UncertainInsert(RANGE, BlockCountSnapshot.UNKNOWN, false),
                                new BlockCountSnapshot(0, reader.blocks(List.of(shared)))))
                .isEqualTo(DedupWindowCheck.Memory.FORGOTTEN);
    }

    @Test
    void shouldRepeatWhileEveryTableSurelyRemembers() {
        var uncertain = new UncertainInsert(RANGE, counts.take(), false);
        insert("range", ROWS);

        assertThat(repeat(uncertain)).isEqualTo(new Outcome.Acked());
        assertThat(attempts).isEqualTo(1);
        assertThat(reader.held(3, RANGE)).isEqualTo(new Held(4, 4, 0));
    }

    @Test
    void shouldFindWhatLandedWhenTheTokenMayBeForgotten() {
        var uncertain = new UncertainInsert(RANGE, counts.take(), false);
        insert("range", ROWS);
        pushOut();

        assertThat(repeat(uncertain)).isEqualTo(new Outcome.FoundLanded());
        assertThat(attempts).isZero();
    }

    @Test
    void shouldSendAgainWhatIsNotThere() {
        var uncertain = new UncertainInsert(RANGE, counts.take(), false);
        pushOut();

        assertThat(repeat(uncertain)).isEqualTo(new Outcome.Acked());
        assertThat(reader.held(3, RANGE)).isEqualTo(new Held(4, 4, 0));
    }

    @Test
    void shouldStopWhenOnlyPartOfTheRangeIsThere() {
        insert("other", "(3, 10), (3, 11)");

        assertThat(repeat(new UncertainInsert(RANGE, BlockCountSnapshot.UNKNOWN, false)))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> assertThat(unclear.message()).contains("offsets 10 to 14", "of 4 rows", "holds 2"));
        assertThat(attempts).isZero();
    }

    /** As after a crash that left the token alone: here the rows were deleted. */
    @Test
    void shouldNotBelieveAnAcknowledgementWithoutRows() {
        var uncertain = new UncertainInsert(RANGE, counts.take(), false);
        insert("range", ROWS);
        run("DELETE FROM d.source WHERE source_partition = 3");

        assertThat(repeat(uncertain))
                .isInstanceOfSatisfying(
                        Outcome.AckedWithoutRows.class,
                        without -> assertThat(without.message()).contains("offsets 10 to 14", "none of their 4 rows"));
    }

    @Test
    void shouldStopWhenARepeatIsAcknowledgedWithSomeOfTheRows() {
        var uncertain = new UncertainInsert(RANGE, counts.take(), false);
        insert("range", ROWS);
        run("DELETE FROM d.source WHERE source_offset = 11");

        assertThat(repeat(uncertain))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> assertThat(unclear.message())
                                .contains("offsets 10 to 14 were sent again and acknowledged", "holds 3"));
    }

    @Test
    void shouldSeeThatTheServerWasRestarted() {
        // It counts in whole seconds.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sql.first("SELECT uptime() AS up").number("up") >= 2);
        var before = counts.take();
        server.restart();

        // The first question may meet a connection that the server has closed.
        var after = await().ignoreException(TableReader.TableUnreadableException.class)
                .until(counts::take, taken -> true);
        assertThat(new DedupWindowCheck(WINDOWS).of(new UncertainInsert(RANGE, before, false), after))
                .isEqualTo(DedupWindowCheck.Memory.SUSPECT);
    }

    /** The control: what reading back protects from is real. */
    @Test
    void shouldStoreABlockTwiceWhenItsTokenIsForgotten() {
        insert("range", ROWS);
        pushOut();
        insert("range", ROWS);

        assertThat(reader.held(3, RANGE)).isEqualTo(new Held(8, 4, 0));
    }

    @Test
    void shouldBeInDoubtWhenTheTableCannotBeAsked() {
        run("DROP TABLE d.source SYNC");

        assertThat(repeat(new UncertainInsert(RANGE, BlockCountSnapshot.UNKNOWN, true)))
                .isInstanceOfSatisfying(
                        Outcome.InDoubt.class,
                        uncertain -> assertThat(uncertain.viewFailed()).isTrue());
    }

    private Outcome repeat(UncertainInsert uncertain) {
        return verifier.repeat(3, uncertain, () -> {
            attempts++;
            insert("range", ROWS);
            return new Outcome.Acked();
        });
    }

    private static void pushOut() {
        for (var i = 0; i < 7; i++) {
            insert("foreign " + i, "(99, " + i + ")");
        }
    }

    private static void insert(String token, String rows) {
        run("INSERT INTO d.source SETTINGS async_insert = 0, deduplicate_blocks_in_dependent_materialized_views = 1,"
                + " insert_deduplication_token = '" + token + "' VALUES " + rows);
    }

    private static void run(String statement) {
        sql.execute(statement);
    }
}
