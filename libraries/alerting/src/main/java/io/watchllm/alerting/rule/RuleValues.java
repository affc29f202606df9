package io.watchllm.alerting.rule;

import io.watchllm.control.RuleFilter;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the values of keys. */
final class RuleValues {

    /** Keys of a filter. */
    static final List<String> FILTER = List.of("env", "provider", "model", "agent", "tool", "tag");

    private final RuleFileFaults faults;

    RuleValues(RuleFileFaults faults) {
        this.faults = faults;
    }

    /** The value, or null when it is invalid and was added to the faults. */
    @Nullable
    Object read(RuleField field, Node node, String place) {
        return switch (field.type()) {
            case KIND -> word(node, place, RuleKind.values());
            case SCOPE -> word(node, place, AlertScope.values());
            case FILTER -> filter(node, place);
            case WHOLES -> wholes(node, place);
            default -> scalar(field.type(), node, place);
        };
    }

    private @Nullable Object scalar(RuleField.Type type, Node node, String place) {
        var value = node instanceof ScalarNode scalar ? RuleScalars.value(type, scalar) : null;
        if (value == null) {
            faults.add(node, place + " is " + shown(node), type.expected());
        }
        return value;
    }

    private @Nullable Enum<?> word(Node node, String place, Enum<?>[] symbols) {
        var words = RuleKinds.words(symbols);
        for (var symbol : symbols) {
            if (node instanceof ScalarNode scalar
                    && scalar.getValue().equals(symbol.name())
                    && words.contains(symbol.name())) {
                return symbol;
            }
        }
        faults.add(node, place + " is " + shown(node), "one of " + String.join(", ", words));
        return null;
    }

    private @Nullable RuleFilter filter(Node node, String place) {
        if (!(node instanceof MappingNode map)) {
            faults.add(node, place + " is " + shown(node), "a map with some of " + String.join(", ", FILTER));
            return null;
        }
        var filter = new RuleFilter();
        for (var tuple : map.getValue()) {
            var word = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (!FILTER.contains(word)) {
                faults.add(
                        tuple.getKeyNode(),
                        place + "." + word + " is not known",
                        "one of " + String.join(", ", FILTER));
            } else if (filter.get(word) != null) {
                faults.add(tuple.getKeyNode(), place + "." + word + " is there twice", "each key once");
            } else if (tuple.getValueNode() instanceof ScalarNode value
                    && !value.getTag().equals(Tag.NULL)
                    && !value.getValue().isEmpty()) {
                filter.put(word, value.getValue());
            } else {
                faults.add(tuple.getValueNode(), place + "." + word + " is " + shown(tuple.getValueNode()), "a text");
            }
        }
        return filter;
    }

    private @Nullable List<Integer> wholes(Node node, String place) {
        if (!(node instanceof SequenceNode list)) {
            faults.add(node, place + " is " + shown(node), RuleField.Type.WHOLES.expected());
            return null;
        }
        var numbers = new ArrayList<Integer>();
        for (var item : list.getValue()) {
            var number = scalar(RuleField.Type.WHOLE, item, place);
            if (number != null) {
                numbers.add((Integer) Objects.requireNonNull(number));
            }
        }
        return numbers;
    }

    private static String shown(Node node) {
        return switch (node) {
            case ScalarNode scalar -> (scalar.isPlain() ? "" : "the text ") + "\"" + scalar.getValue() + "\"";
            case SequenceNode list -> "a list of " + list.getValue().size();
            default -> "a map";
        };
    }
}
