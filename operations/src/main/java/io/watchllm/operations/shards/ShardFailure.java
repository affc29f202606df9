package io.watchllm.operations.shards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Failure of one shard; the message says why, and lists the shards that are done and not begun. */
public final class ShardFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String shard;
    private final List<String> notBegun;

    private ShardFailure(String message, String shard, List<String> notBegun, RuntimeException why) {
        super(message, why);
        this.shard = shard;
        this.notBegun = List.copyOf(notBegun);
    }

    /** One shard failed; those before it are done. */
    static ShardFailure at(int place, List<String> shards, RuntimeException why) {
        var shard = shards.get(place);
        var notBegun = shards.subList(place + 1, shards.size());
        var message = "shard " + shard + " failed: " + reason(why) + ". Done: " + names(shards.subList(0, place))
                + ". Not begun: " + names(notBegun) + ". Once that is mended, run it again over all shards";
        return new ShardFailure(message, shard, notBegun, why);
    }

    /** One shard failed its check, so none was changed. */
    static ShardFailure before(int place, List<String> shards, RuntimeException why) {
        var shard = shards.get(place);
        return new ShardFailure("shard " + shard + ": " + reason(why) + ". No shard was changed", shard, shards, why);
    }

    /** The failure as fields for JSON output. */
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("failed", shard);
        fields.put("not_begun", notBegun);
        return fields;
    }

    private static String reason(RuntimeException why) {
        var message = why.getMessage();
        return message == null || message.isBlank() ? why.getClass().getSimpleName() : message;
    }

    private static String names(List<String> shards) {
        return shards.isEmpty() ? "none" : String.join(", ", shards);
    }
}
