package io.watchllm.clickhouse;

import com.clickhouse.client.api.ServerException;
import com.clickhouse.jdbc.Driver;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** JDBC connection whose rows are text by column name, and whose failures say what to do. */
public final class ClickHouseConnection implements AutoCloseable {
    private static final int UNKNOWN_TABLE = 60;
    private static final int UNKNOWN_DATABASE = 81;
    private static final int ACCESS_DENIED = 497;
    private static final int AUTHENTICATION_FAILED = 516;

    private final ClickHouseSettings settings;
    private final Connection connection;

    private ClickHouseConnection(ClickHouseSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    /**
     * Connects. The database of the settings need not exist, since every statement names its own.
     *
     * @throws SchemaException when the server does not answer or rejects the user
     */
    public static ClickHouseConnection open(ClickHouseSettings settings) {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().reveal());
        properties.setProperty("client_name", "watchllm");
        var timeout = String.valueOf(settings.timeout().toMillis());
        properties.setProperty("connection_timeout", timeout);
        properties.setProperty("socket_timeout", timeout);
        properties.setProperty("retry", "0");
        if (settings.certificateAuthority() != null) {
            properties.setProperty(
                    "sslrootcert", settings.certificateAuthority().toString());
        }
        try {
            var connection = new Driver().connect(jdbcUrl(settings.url()), properties);
            return new ClickHouseConnection(settings, connection);
        } catch (SQLException | RuntimeException problem) {
            throw explained(settings, "connect", problem);
        }
    }

    /**
     * Runs a statement that returns nothing.
     *
     * @throws SchemaException when it fails
     */
    public void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException | RuntimeException problem) {
            throw explained(settings, firstLine(sql), problem);
        }
    }

    /**
     * Runs a query; each column of a row is text under its name.
     *
     * @throws SchemaException when it fails
     */
    public List<Map<String, String>> query(String sql) {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var names = new ArrayList<String>();
            for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnLabel(i));
            }
            var rows = new ArrayList<Map<String, String>>();
            while (result.next()) {
                var row = new LinkedHashMap<String, String>();
                for (var name : names) {
                    var value = result.getString(name);
                    row.put(name, value == null ? "" : value);
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException | RuntimeException problem) {
            throw explained(settings, firstLine(sql), problem);
        }
    }

    /** The value of a column in a row; empty when there is none. */
    public static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException | RuntimeException problem) {
            throw explained(settings, "close", problem);
        }
    }

    private static String jdbcUrl(URI url) {
        var port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 8443 : 8123;
        var path = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
        return "jdbc:ch:" + url.getScheme() + "://" + url.getHost() + ":" + port + path + "/system";
    }

    /** Turns a failure into an exception that says where, why, and what to do. */
    static SchemaException explained(ClickHouseSettings settings, String statement, Throwable problem) {
        var where = "ClickHouse at " + settings.url();
        var server = cause(problem, ServerException.class);
        if (server == null) {
            var reason = rootCause(problem);
            return new SchemaException(
                    where + " does not answer (" + reason.getClass().getSimpleName() + ": " + reason.getMessage()
                            + "). Is it running, and is WATCHLLM_CLICKHOUSE_URL its HTTP interface?",
                    problem);
        }
        var message = switch (server.getCode()) {
            case AUTHENTICATION_FAILED ->
                where + " refuses user '" + settings.user()
                        + "'. Check WATCHLLM_CLICKHOUSE_USER and WATCHLLM_CLICKHOUSE_PASSWORD.";
            case ACCESS_DENIED ->
                where + ": user '" + settings.user() + "' may not run \"" + statement + "\": "
                        + firstLine(String.valueOf(server.getMessage()))
                        + ". Have an administrator grant it, or use another user.";
            case UNKNOWN_DATABASE ->
                where + ": database '" + settings.database() + "' is missing. Run: watchllm schema create";
            case UNKNOWN_TABLE ->
                where + ": a table of database '" + settings.database() + "' is missing ("
                        + firstLine(String.valueOf(server.getMessage())) + "). Run: watchllm schema create";
            default -> where + " failed at \"" + statement + "\": " + firstLine(String.valueOf(server.getMessage()));
        };
        return new SchemaException(message, problem);
    }

    private static <T extends Throwable> @org.jspecify.annotations.Nullable T cause(Throwable problem, Class<T> type) {
        for (var at = problem; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    private static Throwable rootCause(Throwable problem) {
        var at = problem;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
