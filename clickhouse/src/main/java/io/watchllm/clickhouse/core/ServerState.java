package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.Map;

/**
 * State of a server, and of every table and view that an insert may reach.
 *
 * @param version its version, such as {@code 26.7.2.1}
 * @param settings the session's settings by name; one that the server does not have is absent
 * @param tables tables and views by qualified name
 */
public record ServerState(String version, Map<String, Setting> settings, Map<String, Table> tables) {

    /**
     * A setting of the session.
     *
     * @param locked whether this user may not change it
     */
    public record Setting(String value, boolean locked) {}

    /**
     * A table or view.
     *
     * @param settings its table settings in effect
     * @param views materialized views that every block inserted into it goes through, by qualified name
     * @param target qualified name of the table that a materialized view writes to; empty for anything else
     */
    public record Table(String name, String engine, Map<String, String> settings, List<String> views, String target) {
        public Table {
            settings = Map.copyOf(settings);
            views = List.copyOf(views);
        }
    }

    public ServerState {
        settings = Map.copyOf(settings);
        tables = Map.copyOf(tables);
    }
}
