package io.watchllm.clickhouse;

import com.clickhouse.jdbc.Driver;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements and small results of one server, over JDBC; blocks and long results go over {@link BlockClient}. Connects
 * at the first statement, and repeats none. Thread-safe: each statement takes an HTTP connection of its own.
 */
public final class ClickHouseConnection implements AutoCloseable {
    private static final int CONNECTIONS = 10;

    private final ClickHouseSettings settings;
    private final Link link;
    private final Function<StatementException, ? extends RuntimeException> failing;

    private ClickHouseConnection(
            ClickHouseSettings settings, Link link, Function<StatementException, ? extends RuntimeException> failing) {
        this.settings = settings;
        this.link = link;
        this.failing = failing;
    }

    /**
     * A connection for the settings' user. The database of the settings need not exist, since every statement names its
     * own. A statement may take as long as the timeout of the settings.
     */
    public static ClickHouseConnection open(ClickHouseSettings settings) {
        return open(settings, CONNECTIONS);
    }

    /** The same for so many concurrent statements; further ones wait. */
    static ClickHouseConnection open(ClickHouseSettings settings, int connections) {
        return new ClickHouseConnection(settings, new Link(settings, connections), failure -> failure);
    }

    /** This connection, with other exceptions for failed statements. */
    public ClickHouseConnection failingAs(Function<StatementException, ? extends RuntimeException> exception) {
        return new ClickHouseConnection(settings, link, exception);
    }

    /** The database of the settings: a plain identifier. */
    public String database() {
        return settings.database();
    }

    /** Name of a table of the database for SQL, qualified and quoted. */
    public String name(String table) {
        return "`" + settings.database() + "`.`" + table + "`";
    }

    /**
     * Runs a statement that returns nothing.
     *
     * @throws StatementException when it fails
     */
    public void execute(String sql) {
        run(sql, statement -> statement.execute(sql));
    }

    /**
     * Runs a query with a small result.
     *
     * @throws StatementException when it fails
     */
    public List<Row> query(String sql) {
        return run(sql, statement -> {
            try (var result = statement.executeQuery(sql)) {
                var columns = result.getMetaData();
                var rows = new ArrayList<Row>();
                while (result.next()) {
                    var values = new LinkedHashMap<String, String>();
                    for (var i = 1; i <= columns.getColumnCount(); i++) {
                        values.put(columns.getColumnLabel(i), Objects.requireNonNullElse(result.getString(i), ""));
                    }
                    rows.add(new Row(values));
                }
                return rows;
            }
        });
    }

    /**
     * Runs a query that has at least one row, and returns the first.
     *
     * @throws StatementException when it fails
     */
    public Row first(String sql) {
        return query(sql).getFirst();
    }

    private interface Use<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T run(String sql, Use<T> use) {
        try (var statement = link.open().createStatement()) {
            // Text in braces within a literal is data, not an escape of JDBC.
            statement.setEscapeProcessing(false);
            return use.with(statement);
        } catch (SQLException | RuntimeException failure) {
            throw failing.apply(StatementException.of(settings, sql, failure));
        }
    }

    @Override
    public void close() {
        try {
            link.close();
        } catch (SQLException | RuntimeException failure) {
            throw failing.apply(StatementException.of(settings, "close", failure));
        }
    }

    /** The driver's connection, opened at the first use. */
    private static final class Link {
        private final ClickHouseSettings settings;
        private final int connections;
        private @Nullable Connection opened;

        Link(ClickHouseSettings settings, int connections) {
            this.settings = settings;
            this.connections = connections;
        }

        synchronized Connection open() throws SQLException {
            if (opened == null) {
                opened = new Driver().connect(url(settings.url()), properties());
            }
            return opened;
        }

        private Properties properties() {
            var properties = new Properties();
            properties.setProperty("user", settings.user());
            properties.setProperty("password", settings.password().reveal());
            properties.setProperty("client_name", "watchllm");
            properties.setProperty(
                    "connection_timeout",
                    String.valueOf(settings.connectTimeout().toMillis()));
            properties.setProperty(
                    "socket_timeout", String.valueOf(settings.timeout().toMillis()));
            properties.setProperty("max_open_connections", String.valueOf(connections));
            properties.setProperty("retry", "0");
            if (settings.certificateAuthority() != null) {
                properties.setProperty(
                        "sslrootcert", settings.certificateAuthority().toString());
            }
            return properties;
        }

        private static String url(URI url) {
            var port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 8443 : 8123;
            var path = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
            return "jdbc:ch:" + url.getScheme() + "://" + url.getHost() + ":" + port + path + "/system";
        }

        synchronized void close() throws SQLException {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
