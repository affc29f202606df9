package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Strict reader of a rule file: rejects everything unknown and reports all faults at once. Used for one file. */
final class RuleReader {

    static final int RULES_MAX = 500;

    private final Map<String, AlertRule> builtIn;
    private final RuleFileFaults faults = new RuleFileFaults();
    private final RuleValues values = new RuleValues(faults);

    RuleReader(Map<String, AlertRule> builtIn) {
        this.builtIn = builtIn;
    }

    List<RuleFile.Entry> read(String yaml) {
        var entries = new ArrayList<RuleFile.Entry>();
        var list = rules(tree(yaml));
        if (list != null) {
            var ids = new HashSet<String>();
            for (int index = 0; index < list.getValue().size(); index++) {
                var node = list.getValue().get(index);
                var entry = entry(node, "rules[" + index + "]");
                if (entry != null) {
                    entries.add(entry);
                    var id = entry.record().getRuleId();
                    if (!ids.add(id)) {
                        faults.add(
                                node,
                                "rules[" + index + "].rule_id is \"" + id + "\", as is that of a rule before it",
                                "an id of its own");
                    }
                }
            }
        }
        faults.throwIfAny();
        return entries;
    }

    private static @Nullable Node tree(String yaml) {
        try {
            refuseAliases(yaml);
            return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            var where =
                    mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
            throw new RuleFileException(where + "is no YAML (" + broken.getProblem() + "); expected rules: […]");
        } catch (YAMLException broken) {
            throw new RuleFileException("is no YAML (" + broken.getMessage() + "); expected rules: […]");
        }
    }

    /** Rejects YAML aliases: with them a small file can expand to billions of values. */
    private static void refuseAliases(String yaml) {
        for (var event : new Yaml(new LoaderOptions()).parse(new StringReader(yaml))) {
            if (event instanceof AliasEvent alias) {
                throw new RuleFileException("line " + (alias.getStartMark().getLine() + 1) + ": *" + alias.getAnchor()
                        + " is an alias; expected the value itself");
            }
        }
    }

    private @Nullable SequenceNode rules(@Nullable Node root) {
        if (!(root instanceof MappingNode map)) {
            throw new RuleFileException("has no rules; expected rules: […]");
        }
        SequenceNode found = null;
        for (var entry : keys(map, "").entrySet()) {
            if (entry.getKey().equals("rules") && entry.getValue() instanceof SequenceNode list) {
                found = list;
            } else if (entry.getKey().equals("rules")) {
                faults.add(entry.getValue(), "rules is no list", "a list of rules");
            } else {
                faults.add(entry.getValue(), entry.getKey() + " is not known", "rules, and nothing else");
            }
        }
        int size = found == null ? 0 : found.getValue().size();
        if (!faults.isAny() && (size == 0 || size > RULES_MAX)) {
            faults.add(map, "rules is a list of " + size, "a list of 1 to " + RULES_MAX + " rules");
        }
        return found;
    }

    private RuleFile.@Nullable Entry entry(Node node, String place) {
        if (!(node instanceof MappingNode map)) {
            faults.add(node, place + " is no rule", "a map with rule_id and kind");
            return null;
        }
        int before = faults.count();
        var lines = new HashMap<String, Node>();
        var given = new EnumMap<RuleField, Object>(RuleField.class);
        keys(map, place + ".").forEach((word, value) -> {
            lines.put(word, value);
            var key = RuleField.find(word);
            if (key == null) {
                var known =
                        Arrays.stream(RuleField.values()).map(RuleField::word).collect(Collectors.joining(", "));
                faults.add(value, place + "." + word + " is not known", "one of " + known);
                return;
            }
            var read = values.read(key, value, place + "." + word);
            if (read != null) {
                given.put(key, read);
            }
        });
        if (faults.count() > before) {
            return null;
        }
        var record = record(given, map, place);
        if (record != null && Rule.of(record) instanceof Rule.Invalid invalid) {
            for (var fault : invalid.faults()) {
                faults.add(
                        lines.getOrDefault(fault.field(), map),
                        place + "." + fault.field() + " " + fault.problem(),
                        fault.right());
            }
        }
        return record == null ? null : new RuleFile.Entry(record, lines.containsKey("version"));
    }

    private @Nullable AlertRule record(Map<RuleField, Object> given, Node node, String place) {
        if (!(given.get(RuleField.RULE_ID) instanceof String id)) {
            faults.add(node, place + ".rule_id is missing", "an id of its own");
            return null;
        }
        var kind = (RuleKind) given.get(RuleField.KIND);
        var shipped = builtIn.get(id);
        if (kind == null && shipped == null) {
            faults.add(
                    node,
                    place + ".kind is missing",
                    "one of " + String.join(", ", RuleKinds.words(RuleKind.values()))
                            + "; it may be left out for a rule that ships, of which \"" + id + "\" is none");
            return null;
        }
        if (given.containsKey(RuleField.LIMIT) && given.containsKey(RuleField.CRITICAL)) {
            faults.add(node, place + " has both limit and critical", "one of them");
            return null;
        }
        var record = kind == null ? AlertRule.newBuilder(shipped).build() : fresh(id, kind);
        given.forEach((field, value) -> field.set(record, value));
        return record;
    }

    private static AlertRule fresh(String id, RuleKind kind) {
        return AlertRule.newBuilder()
                .setRuleId(id)
                .setVersion(1)
                .setKind(kind)
                .setScope(RuleKinds.scopes(kind).getFirst())
                .build();
    }

    private Map<String, Node> keys(MappingNode map, String place) {
        var keys = new LinkedHashMap<String, Node>();
        for (var tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(tuple.getKeyNode(), place + "a key is no word", "a word");
            } else if (keys.put(key.getValue(), tuple.getValueNode()) != null) {
                faults.add(key, place + key.getValue() + " is there twice", "each key once");
            }
        }
        return keys;
    }
}
