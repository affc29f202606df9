package io.watchllm.delivery.core;

/** Advice in messages for operators; each names the paragraph that says how, what it costs and when it is safe. */
public final class Advice {
    private static final String MOVE_PAGE = "docs/operators/operations.md, \"Moving a group\"";
    private static final String CUT_PAGE = "docs/operators/operations.md, \"A log that was cut\"";
    private static final String LOSS_PAGE = "docs/operators/operations.md, \"Records that are gone\"";

    /** Advice to set the offset of a group, without a particular target. */
    public static final String MOVE_GROUP = "move the group with watchllm sink rewind (" + MOVE_PAGE + ")";

    private Advice() {}

    /** The command that moves the group of a partition. */
    public static String rewind(PartitionName name, String where) {
        return rewind(name, where, MOVE_PAGE);
    }

    /** The command that moves the group of a partition whose log was truncated. */
    public static String rewindCut(PartitionName name, String where) {
        return rewind(name, where, CUT_PAGE);
    }

    private static String rewind(PartitionName name, String where, String page) {
        return "watchllm sink rewind --table " + name.table() + " --partition " + name.partition() + " " + where + " ("
                + page + ")";
    }

    /** The command that continues after records that are lost. */
    public static String acceptLoss(PartitionName name) {
        return "watchllm sink accept-loss --table " + name.table() + " --partition " + name.partition() + " ("
                + LOSS_PAGE + ")";
    }
}
