package io.watchllm.clickhouse;

import com.clickhouse.client.api.ServerException;
import java.util.LinkedHashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse could not be reached, or rejected a statement. The message says where, why, and what to do; it holds no
 * secret of the settings.
 */
public final class StatementException extends RuntimeException {
    /** Code of a failure without one: a broken connection, a timeout, a proxy. */
    public static final int NO_CODE = 0;

    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN_TABLE = 60;
    private static final int UNKNOWN_DATABASE = 81;
    private static final int WRONG_PASSWORD = 193;
    private static final int ACCESS_DENIED = 497;
    private static final int AUTHENTICATION_FAILED = 516;
    private static final int STATEMENT_CHARACTERS_MAX = 120;

    private final transient @Nullable ServerException server;

    /** The server answered, and its state is not the expected one. */
    StatementException(String message) {
        super(message);
        this.server = null;
    }

    private StatementException(String message, Throwable cause, @Nullable ServerException server) {
        super(message, cause);
        this.server = server;
    }

    /** Explains a failure of the statement on the server of the settings. */
    static StatementException of(ClickHouseSettings settings, String sql, Throwable failure) {
        @Nullable ServerException server = null;
        for (@Nullable Throwable cause = failure; cause != null && server == null; cause = cause.getCause()) {
            server = cause instanceof ServerException found ? found : null;
        }
        var where = "ClickHouse at " + settings.url();
        return new StatementException(
                server == null ? unanswered(where, failure) : refused(where, settings, sql, server), failure, server);
    }

    private static String unanswered(String where, Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return where + " does not answer (" + root.getClass().getSimpleName() + ": " + root.getMessage()
                + "). Is it running, and is WATCHLLM_CLICKHOUSE_URL its HTTP interface?";
    }

    private static String refused(String where, ClickHouseSettings settings, String sql, ServerException server) {
        var line = firstLine(sql);
        var statement = line.substring(0, Math.min(line.length(), STATEMENT_CHARACTERS_MAX));
        var said = firstLine(String.valueOf(server.getMessage()));
        return switch (server.getCode()) {
            case AUTHENTICATION_FAILED, WRONG_PASSWORD ->
                where + " refuses user '" + settings.user()
                        + "'. Check WATCHLLM_CLICKHOUSE_USER and WATCHLLM_CLICKHOUSE_PASSWORD.";
            case ACCESS_DENIED ->
                where + ": user '" + settings.user() + "' may not run \"" + statement + "\": " + said
                        + ". Have an administrator grant it, or use another user.";
            case UNKNOWN_DATABASE ->
                where + ": database '" + settings.database() + "' is missing. Run: watchllm schema create";
            case UNKNOWN_TABLE ->
                where + ": a table of database '" + settings.database() + "' is missing (" + said
                        + "). Run: watchllm schema create";
            default -> where + " failed at \"" + statement + "\": " + said;
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Whether the server answered and rejected the statement; otherwise its outcome is not known. */
    public boolean refused() {
        return server != null;
    }

    /** ClickHouse's error code, or {@link #NO_CODE}. */
    public int code() {
        return server == null ? NO_CODE : Math.max(NO_CODE, server.getCode());
    }

    /** HTTP status of the rejection; 200 when the server had begun to report success; 0 when there was none. */
    public int httpStatus() {
        return server == null ? 0 : server.getTransportProtocolCode();
    }

    /** The whole text of the server, or of the broken connection: each message once. */
    public String reason() {
        var messages = new LinkedHashSet<String>();
        for (@Nullable Throwable cause = server == null ? getCause() : server;
                cause != null;
                cause = cause.getCause()) {
            messages.add(Objects.requireNonNullElse(
                    cause.getMessage(), cause.getClass().getSimpleName()));
        }
        return String.join("; ", messages);
    }
}
