package io.watchllm.chaos.scenario;

import io.watchllm.chaos.core.InsertFault;
import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.stage.TestBed;
import java.util.List;

/**
 * Something that goes wrong, and how it is played.
 *
 * @param name its name on the command line
 * @param about in a few words
 * @param alone whether nothing else may be played beside it, because it kills an engine
 * @param kind what has to come of it
 * @param play plays it to its end, on an bed of its own
 */
public record Scenario(String name, String about, boolean alone, Kind kind, Play play) {

    /** Blocks that a table remembers: more than any scenario makes. */
    public static final int WINDOW = 10_000;

    /** Blocks that a forgetful table remembers: fewer than a moment brings. */
    public static final int FORGETFUL_WINDOW = 4;

    /** What has to come of a scenario. */
    public enum Kind {
        /** Each row is stored once. */
        EXACT,
        /** The same, on tables that soon forget which blocks they took. */
        EXACT_FORGETFUL,
        /** A duplicate, and nothing else: it shows that the oracle sees. */
        DUPLICATE
    }

    /** Plays a scenario. */
    public interface Play {
        void on(TestBed bed);
    }

    /** All of them, in the order in which they are played. */
    public static final List<Scenario> ALL = List.of(
            of("kill-before-intent", "kill -9 of the sink before the intent is committed", Kills::beforeIntent),
            of("kill-after-intent", "… after it, before the insert", bed -> Kills.atInsert(bed, Stage.ARRIVED)),
            of("kill-mid-body", "… in the middle of the body", bed -> Kills.atInsert(bed, Stage.HALF_SENT)),
            of("kill-before-ack", "… after ClickHouse stored it", bed -> Kills.atInsert(bed, Stage.ANSWERED)),
            of("kill-before-commit", "… after the answer, before the commit", Kills::beforeCommit),
            of("zombie", "SIGSTOP past the session time-out, another takes over, SIGCONT", Kills::zombie),
            of("answer-lost", "the answer is lost", bed -> Connections.inserts(bed, InsertFault.ANSWER_LOST)),
            of("body-cut", "the body is cut", bed -> Connections.inserts(bed, InsertFault.BODY_CUT)),
            of(
                    "late",
                    "the answer, or the insert itself, comes after the time-out",
                    bed -> Connections.inserts(bed, InsertFault.ANSWER_LATE, InsertFault.ARRIVES_LATE)),
            of("reset", "the connection is reset", bed -> Connections.inserts(bed, InsertFault.RESET)),
            of(
                    "exception-header",
                    "200 with an exception header, before and after the write",
                    bed -> Connections.inserts(
                            bed, InsertFault.EXCEPTION_BEFORE_WRITE, InsertFault.EXCEPTION_AFTER_WRITE)),
            of("commit-refused", "commits are refused, lost, or done and not answered", Connections::commits),
            of("rebalances", "a rebalance every few seconds", Changes::rebalances),
            of("too-many-parts", "the table takes no more parts for a while", Outages::tooManyParts),
            of("full-disk", "there is no room on the disk for a while", Outages::fullDisk),
            of("new-schema", "rows of a new schema in between", Changes::newSchema),
            of("poison", "records that can't be rows, and kill -9", Changes::poison),
            of("topic-recreated", "the topic is deleted and made again", Changes::topicRecreated),
            of("records-deleted", "records are gone before they were read", Losses::recordsDeleted),
            of("group-deleted", "the group is deleted", Losses::groupDeleted),
            of("offsets-expired", "the offsets of some partitions are forgotten", Losses::offsetsExpired),
            of("stuck-transaction", "a transaction that nobody ends, and an operator does", Losses::stuckTransaction),
            of("three-months", "a block of three months ends after the first", TokensAndParts::threeMonths),
            of("four-sinks-die", "four sinks die with ranges open, one takes over in 256 MB", Recovery::fourDie),
            of("offsets-reset", "an operator sets the offsets back", Changes::offsetsReset),
            of("instances", "two, then four, then one sink", Changes::instances),
            of("wrong-password", "the password is wrong for a while", Outages::wrongPassword),
            of("dropped-grant", "the right to insert is gone for a while", Outages::droppedGrant),
            of("missing-table", "the table is gone for a while", Outages::missingTable),
            of("missing-column", "a column is gone for a while", Outages::missingColumn),
            new Scenario(
                    "forgotten-token",
                    "the answer is lost, and the tables have forgotten the token when it comes again",
                    false,
                    Kind.EXACT_FORGETFUL,
                    Connections::forgottenToken),
            new Scenario(
                    "control",
                    "the token is not known and nothing is read back: must show a duplicate",
                    false,
                    Kind.DUPLICATE,
                    Connections::unknownToken),
            alone("clickhouse-killed", "kill -9 of ClickHouse in the middle of an insert", Kills::clickHouseInInsert),
            alone("between-views", "… between a table and the view on it", Kills::clickHouseBetweenViews),
            alone("killed-at-random", "… at any moment of an insert", TokensAndParts::killedAtRandom),
            alone("clickhouse-restarted", "… while ranges are open that have landed", TokensAndParts::restarted),
            alone(
                    "token-without-part",
                    "… and parts are lost whose tokens are known",
                    TokensAndParts::tokenWithoutPart),
            alone(
                    "part-without-token",
                    "… and tokens are lost whose parts are there",
                    TokensAndParts::partWithoutToken),
            alone("clocks-apart", "… and the clocks of the sinks are an hour off", Recovery::clocksApart),
            alone(
                    "unclean-election",
                    "a broker leads that lacks what was read, of three brokers",
                    CutLogs::uncleanElection),
            alone("broker-killed", "kill -9 of the broker", Kills::broker),
            alone("clickhouse-away", "ClickHouse is away for a while, under load", Outages::away));

    private static Scenario of(String name, String about, Play play) {
        return new Scenario(name, about, false, Kind.EXACT, play);
    }

    private static Scenario alone(String name, String about, Play play) {
        return new Scenario(name, about, true, Kind.EXACT, play);
    }

    /** Blocks that its tables remember. */
    public int window() {
        return kind == Kind.EXACT_FORGETFUL ? FORGETFUL_WINDOW : WINDOW;
    }

    /** Whether this is what has to come of it. */
    public boolean passed(ScenarioResult result) {
        return kind == Kind.DUPLICATE ? result.showsDuplicate() : result.exact();
    }
}
