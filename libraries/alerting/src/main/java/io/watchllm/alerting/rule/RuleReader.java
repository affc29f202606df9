package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleFilter;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import io.watchllm.strictfile.Durations;
import io.watchllm.strictfile.FileValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a file. */
record RuleReader(Map<String, AlertRule> builtIn) {

    static final int RULES_MAX = 500;

    /** Keys of a filter. */
    static final List<String> FILTER = List.of("env", "provider", "model", "agent", "tool", "tag");

    private static final List<String> FIELDS =
            Arrays.stream(RuleField.values()).map(RuleField::word).toList();

    List<RuleFile.Entry> read(FileValue root) {
        var entries = new ArrayList<RuleFile.Entry>();
        if (!root.isMapOf(List.of("rules"), "rules: […]")) {
            return entries;
        }
        var ids = new HashSet<String>();
        for (var value : root.get("rules").items(1, RULES_MAX, "rules")) {
            var entry = value.isMapOf(FIELDS, "a map with rule_id and kind") ? entry(value) : null;
            if (entry != null) {
                entries.add(entry);
                var id = entry.record().getRuleId();
                if (!ids.add(id)) {
                    value.get("rule_id").fault("is \"" + id + "\", as is that of a rule before it", "an id of its own");
                }
            }
        }
        return entries;
    }

    private RuleFile.@Nullable Entry entry(FileValue value) {
        int before = value.faults();
        var given = new EnumMap<RuleField, Object>(RuleField.class);
        for (var field : RuleField.values()) {
            var read = value.has(field.word()) ? read(field, value.get(field.word())) : null;
            if (read != null) {
                given.put(field, read);
            }
        }
        var record = value.faults() > before ? null : record(given, value);
        if (record != null && Rule.of(record) instanceof Rule.Invalid(var faults)) {
            faults.forEach(fault -> value.get(fault.field()).fault(fault.problem(), fault.right()));
        }
        return record == null ? null : new RuleFile.Entry(record, value.has("version"));
    }

    private @Nullable AlertRule record(Map<RuleField, Object> given, FileValue value) {
        if (!(given.get(RuleField.RULE_ID) instanceof String id)) {
            value.get("rule_id").invalid("an id of its own");
            return null;
        }
        var kind = (RuleKind) given.get(RuleField.KIND);
        var shipped = builtIn.get(id);
        if (kind == null && shipped == null) {
            value.get("kind")
                    .invalid("one of " + String.join(", ", RuleKinds.words(RuleKind.values()))
                            + "; it may be left out for a rule that ships, of which \"" + id + "\" is none");
            return null;
        }
        if (given.containsKey(RuleField.LIMIT) && given.containsKey(RuleField.CRITICAL)) {
            value.fault("has both limit and critical", "one of them");
            return null;
        }
        var record = kind == null ? AlertRule.newBuilder(shipped).build() : fresh(id, kind);
        given.forEach((field, read) -> field.set(record, read));
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

    /** The value of a field, or null when it is invalid and was reported. */
    private static @Nullable Object read(RuleField field, FileValue value) {
        return switch (field.type()) {
            case TEXT -> checked(value, value.text(), field.type());
            case FLAG -> checked(value, value.flag(), field.type());
            case WHOLE -> checked(value, value.whole(), field.type());
            case DECIMAL -> checked(value, decimal(value.number()), field.type());
            case DURATION -> {
                var text = value.text();
                yield checked(value, text == null ? null : Durations.millis(text), field.type());
            }
            case KIND -> value.oneOf(RuleKinds.known(RuleKind.values()), Enum::name);
            case SCOPE -> value.oneOf(RuleKinds.known(AlertScope.values()), Enum::name);
            case FILTER -> filter(value);
            case WHOLES -> wholes(value);
        };
    }

    private static <T> @Nullable T checked(FileValue value, @Nullable T read, RuleField.Type type) {
        if (read == null) {
            value.invalid(type.expected());
        }
        return read;
    }

    private static @Nullable BigDecimal decimal(@Nullable BigDecimal number) {
        return number == null || number.scale() > FixedPoint.SCALE ? null : number.setScale(FixedPoint.SCALE);
    }

    private static @Nullable RuleFilter filter(FileValue value) {
        if (!value.isMapOf(FILTER, "a map with some of " + String.join(", ", FILTER))) {
            return null;
        }
        var filter = new RuleFilter();
        value.members().forEach((word, member) -> {
            var text = member.text();
            if (text == null || text.isEmpty()) {
                member.invalid("a text");
            } else if (FILTER.contains(word)) {
                filter.put(word, text);
            }
        });
        return filter;
    }

    private static @Nullable List<Integer> wholes(FileValue value) {
        if (!value.isList()) {
            value.invalid(RuleField.Type.WHOLES.expected());
            return null;
        }
        var numbers = new ArrayList<Integer>();
        for (var item : value.list()) {
            var number = checked(item, item.whole(), RuleField.Type.WHOLE);
            if (number != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
