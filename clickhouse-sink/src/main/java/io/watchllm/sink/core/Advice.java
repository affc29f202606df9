package io.watchllm.sink.core;

/** What messages tell an operator to do; each names the paragraph that says how, what it costs and when it is safe. */
public final class Advice {
    private static final String MOVE_PAGE = "docs/operations.md, \"Moving a group\"";
    private static final String LOSS_PAGE = "docs/operations.md, \"Records that are gone\"";

    /** For whoever is to set the offset of a group, wherever that leads. */
    public static final String MOVE_GROUP = "move the group with watchllm sink rewind (" + MOVE_PAGE + ")";

    private Advice() {}

    /** The command that moves the group of a partition. */
    public static String rewind(PartitionName name, String where) {
        return "watchllm sink rewind --table " + name.table() + " --partition " + name.partition() + " " + where + " ("
                + MOVE_PAGE + ")";
    }

    /** The command that goes on behind records that can't be had any more. */
    public static String acceptLoss(PartitionName name) {
        return "watchllm sink accept-loss --table " + name.table() + " --partition " + name.partition() + " ("
                + LOSS_PAGE + ")";
    }
}
