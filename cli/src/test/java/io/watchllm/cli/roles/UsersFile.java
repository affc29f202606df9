package io.watchllm.cli.roles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The printed statements as a file of users. The embedded ClickHouse keeps users in files alone and refuses to make
 * roles by SQL; what it checks and filters by is the same. Users have no password. A policy for everyone else has no
 * counterpart: in a file, users without a filter see all rows.
 */
final class UsersFile {
    private static final String NAME = "`([^`]+)`";
    private static final Pattern GRANT = Pattern.compile("GRANT (.+ ON \\S+) TO " + NAME);
    private static final Pattern MEMBER = Pattern.compile("GRANT " + NAME + " TO " + NAME);
    private static final Pattern POLICY = Pattern.compile(
            "CREATE ROW POLICY OR REPLACE " + NAME + " ON \\w+\\.(\\w+) USING (.+) AS PERMISSIVE TO " + NAME);
    private static final Pattern PROFILE =
            Pattern.compile("CREATE SETTINGS PROFILE OR REPLACE " + NAME + " SETTINGS (.+) TO (.+)");
    private static final Pattern BOUNDED = Pattern.compile("(\\w+) = (\\d+) MIN (\\d+) MAX (\\d+)");
    private static final Pattern FIXED = Pattern.compile("(\\w+) = (\\d+) CONST");

    private final Map<String, List<String>> grants = new LinkedHashMap<>();
    private final Map<String, Set<String>> memberOf = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> filters = new LinkedHashMap<>();
    private final Set<String> limited = new LinkedHashSet<>();
    private final StringBuilder profile = new StringBuilder();

    private UsersFile() {}

    /** The file, for what was printed. */
    static String of(String database, List<String> users, List<String> statements) {
        return "<clickhouse>" + sections(database, users, statements) + "</clickhouse>";
    }

    /** What stands in the file. */
    static String sections(String database, List<String> users, List<String> statements) {
        var file = new UsersFile();
        statements.forEach(file::read);
        var text = new StringBuilder("<access_control_improvements>"
                + "<select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>"
                + "<table_engines_require_grant>true</table_engines_require_grant></access_control_improvements><users>"
                + "<default><password/><profile>default</profile><quota>default</quota>"
                + "<access_management>1</access_management></default>");
        users.forEach(user -> text.append(file.user(database, user)));
        text.append("</users><roles>");
        file.grants.forEach((role, granted) -> text.append("<" + role + "><grants>"
                + granted.stream()
                        .map(grant -> "<query>GRANT " + grant + "</query>")
                        .collect(Collectors.joining())
                + "</grants></" + role + ">"));
        return text + "</roles><profiles><default/><limited>" + file.profile + "</limited></profiles>"
                + "<quotas><default/></quotas>";
    }

    private void read(String statement) {
        var grant = GRANT.matcher(statement);
        var member = MEMBER.matcher(statement);
        var policy = POLICY.matcher(statement);
        var limits = PROFILE.matcher(statement);
        if (member.matches()) {
            memberOf.computeIfAbsent(member.group(2), _ -> new LinkedHashSet<>())
                    .add(member.group(1));
        } else if (grant.matches()) {
            grants.computeIfAbsent(grant.group(2), _ -> new ArrayList<>()).add(grant.group(1));
        } else if (policy.matches()) {
            filters.computeIfAbsent(policy.group(4), _ -> new LinkedHashMap<>()).put(policy.group(2), policy.group(3));
        } else if (limits.matches()) {
            limits(limits.group(2));
            limited.addAll(List.of(limits.group(3).replace("`", "").split(", ", -1)));
        } else if (!statement.matches("SELECT throwIf\\(.+|REVOKE SELECT ON \\S+ FROM " + NAME
                + "|CREATE ROLE IF NOT EXISTS " + NAME + "|REVOKE " + NAME + " FROM " + NAME
                + "|CREATE ROW POLICY .+ USING 1 AS PERMISSIVE TO ALL EXCEPT " + NAME)) {
            throw new AssertionError("not understood: " + statement);
        }
    }

    private void limits(String settings) {
        var constraints = new StringBuilder();
        for (var setting : settings.split(", ", -1)) {
            var bounded = BOUNDED.matcher(setting);
            var fixed = FIXED.matcher(setting);
            if (bounded.matches()) {
                constraints.append("<%1$s><min>%2$s</min><max>%3$s</max></%1$s>"
                        .formatted(bounded.group(1), bounded.group(3), bounded.group(4)));
                profile.append("<%1$s>%2$s</%1$s>".formatted(bounded.group(1), bounded.group(2)));
            } else if (fixed.matches()) {
                constraints.append("<%1$s><const/></%1$s>".formatted(fixed.group(1)));
                profile.append("<%1$s>%2$s</%1$s>".formatted(fixed.group(1), fixed.group(2)));
            } else {
                throw new AssertionError("not understood: " + setting);
            }
        }
        profile.append("<constraints>").append(constraints).append("</constraints>");
    }

    private String user(String database, String user) {
        var roles = new LinkedHashSet<String>();
        var open = new ArrayList<>(memberOf.getOrDefault(user, Set.of()));
        while (!open.isEmpty()) {
            var role = open.removeFirst();
            roles.add(role);
            open.addAll(memberOf.getOrDefault(role, Set.of()));
        }
        // Policies of several roles add up; that no row is shown without one is what the first of them says.
        var seen = new LinkedHashMap<String, String>();
        roles.forEach(role -> Objects.requireNonNull(filters.getOrDefault(role, Map.of()))
                .forEach((table, filter) -> seen.merge(table, filter, (one, other) -> one + " OR " + other)));
        return "<" + user + "><password/><profile>"
                + (roles.stream().anyMatch(limited::contains) ? "limited" : "default")
                + "</profile><quota>default</quota><grants>"
                + roles.stream()
                        .filter(grants::containsKey)
                        .map(role -> "<query>GRANT " + role + "</query>")
                        .collect(Collectors.joining())
                + "</grants><databases><" + database + ">"
                + seen.entrySet().stream()
                        .map(filter ->
                                "<%1$s><filter>%2$s</filter></%1$s>".formatted(filter.getKey(), filter.getValue()))
                        .collect(Collectors.joining())
                + "</" + database + "></databases></" + user + ">";
    }
}
