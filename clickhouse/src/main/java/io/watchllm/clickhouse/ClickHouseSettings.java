package io.watchllm.clickhouse;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Secret;
import io.watchllm.runtime.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connection settings for ClickHouse.
 *
 * @param url its HTTP interface, http or https
 * @param user user name
 * @param password password of the user
 * @param database database of the tables: a plain identifier
 * @param certificateAuthority PEM file with the certificates to trust over https; null trusts those of the JDK
 * @param timeout how long a statement or an insert may take
 */
public record ClickHouseSettings(
        URI url,
        String user,
        Secret password,
        String database,
        @Nullable Path certificateAuthority,
        Duration timeout) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Set<String> RESERVED = Set.of("system", "information_schema", "INFORMATION_SCHEMA");

    private static final Setting<URI> URL = Setting.url(
            "WATCHLLM_CLICKHOUSE_URL", null, "ClickHouse's HTTP interface; with https the connection is encrypted.");
    private static final Setting<String> USER = Setting.text("WATCHLLM_CLICKHOUSE_USER", "default", "ClickHouse user.");
    private static final Setting<Secret> PASSWORD =
            Setting.secret("WATCHLLM_CLICKHOUSE_PASSWORD", "Password of the ClickHouse user.");
    private static final Setting<String> DATABASE = new Setting<>(
            "WATCHLLM_CLICKHOUSE_DATABASE",
            "identifier",
            "watchllm",
            "Database that holds the tables.",
            false,
            ClickHouseSettings::requireDatabase);
    private static final Setting<Optional<Path>> CERTIFICATE_AUTHORITY = Setting.path(
                    "WATCHLLM_CLICKHOUSE_CA_FILE",
                    null,
                    "PEM file with the certificates to trust over https, in place of those of the JDK.")
            .optional();
    private static final Setting<Duration> TIMEOUT = Setting.duration(
            "WATCHLLM_CLICKHOUSE_TIMEOUT",
            "1s",
            "1h",
            "1m",
            "How long a statement or a query may take; inserts have WATCHLLM_SINK_INSERT_TIMEOUT.");

    /** The variables that hold these settings. */
    public static final List<Setting<?>> SETTINGS =
            List.of(URL, USER, PASSWORD, DATABASE, CERTIFICATE_AUTHORITY, TIMEOUT);

    public ClickHouseSettings {
        requireDatabase(database);
    }

    /**
     * Reads the settings.
     *
     * @throws io.watchllm.runtime.ConfigException when a value is invalid
     */
    public static ClickHouseSettings from(Environment environment) {
        return new ClickHouseSettings(
                environment.value(URL),
                environment.value(USER),
                environment.value(PASSWORD),
                environment.value(DATABASE),
                environment.value(CERTIFICATE_AUTHORITY).orElse(null),
                environment.value(TIMEOUT));
    }

    /** A copy of these settings for another node. */
    public ClickHouseSettings at(URI other) {
        return new ClickHouseSettings(other, user, password, database, certificateAuthority, timeout);
    }

    /** A copy of these settings for another database. */
    public ClickHouseSettings in(String other) {
        return new ClickHouseSettings(url, user, password, other, certificateAuthority, timeout);
    }

    /** A copy of these settings with another timeout. */
    public ClickHouseSettings within(Duration other) {
        return new ClickHouseSettings(url, user, password, database, certificateAuthority, other);
    }

    /** How long connecting may take. */
    Duration connectTimeout() {
        return timeout.compareTo(CONNECT_MAX) < 0 ? timeout : CONNECT_MAX;
    }

    static String requireDatabase(String name) {
        if (!IDENTIFIER.matcher(name).matches() || RESERVED.contains(name)) {
            throw new IllegalArgumentException("expected a database name of letters, digits and _, not starting with a"
                    + " digit, at most 63 characters, and not one of ClickHouse's own");
        }
        return name;
    }
}
