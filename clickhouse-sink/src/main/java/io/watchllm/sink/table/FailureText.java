package io.watchllm.sink.table;

import com.clickhouse.client.api.ServerException;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** Readable text of the ClickHouse client's exceptions. */
final class FailureText {
    private static final int UNKNOWN_DATABASE = 81;
    private static final int WRONG_PASSWORD = 193;
    private static final int AUTHENTICATION_FAILED = 516;

    private FailureText() {}

    /** The messages of the exception and its causes, each once. */
    static String of(Throwable failure) {
        var messages = new LinkedHashSet<String>();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.add(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        return String.join("; ", messages);
    }

    /** What to do about the failure, where that is known; empty otherwise. */
    static String advice(Throwable failure) {
        var refusal = refusal(failure);
        if (refusal == null) {
            return "Check that ClickHouse runs and that WATCHLLM_CLICKHOUSE_URL is its HTTP interface.";
        }
        return switch (refusal.getCode()) {
            case UNKNOWN_DATABASE -> "Run: watchllm schema create";
            case WRONG_PASSWORD, AUTHENTICATION_FAILED ->
                "Check WATCHLLM_CLICKHOUSE_USER and WATCHLLM_CLICKHOUSE_PASSWORD.";
            default -> "";
        };
    }

    /** The server's error in the chain of causes; null when the failure is not an answer of the server. */
    static @Nullable ServerException refusal(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
