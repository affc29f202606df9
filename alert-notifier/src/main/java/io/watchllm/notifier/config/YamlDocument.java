package io.watchllm.notifier.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML text as a tree with the line of each value.
 *
 * @param root the document; a missing node when the text is empty
 * @param lines line of each value, counted from 1, by its path such as {@code targets[0].name}
 */
record YamlDocument(JsonNode root, Map<String, Integer> lines) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 10;

    YamlDocument {
        lines = Map.copyOf(lines);
    }

    /**
     * @throws TargetsFileException when the text is not YAML, has a duplicate key or an alias, or is nested too deeply
     */
    static YamlDocument parse(String text) {
        var lines = new HashMap<String, Integer>();
        try {
            refuseAliases(text);
            var node = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            var root = node == null ? NODES.missingNode() : tree(node, "", 0, lines);
            return new YamlDocument(root, lines);
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            throw new TargetsFileException(
                    (mark == null ? "" : "line " + (mark.getLine() + 1) + ": ") + "no YAML: " + broken.getProblem());
        } catch (YAMLException broken) {
            // For example a control character: the message contains the position.
            throw new TargetsFileException(
                    "no YAML: " + String.valueOf(broken.getMessage()).replace('\n', ' '));
        }
    }

    /** Rejects YAML aliases: with them a small file can expand to billions of values. */
    private static void refuseAliases(String text) {
        for (var event : new Yaml(new LoaderOptions()).parse(new StringReader(text))) {
            if (event instanceof AliasEvent alias) {
                throw new TargetsFileException("line " + (alias.getStartMark().getLine() + 1) + ": *"
                        + alias.getAnchor() + " is an alias; expected the value itself");
            }
        }
    }

    /** {@code line 7: } for a place in the document, or for its closest known parent. */
    String at(String place) {
        for (var around = place; !around.isEmpty(); around = around.substring(0, cut(around))) {
            var line = lines.get(around);
            if (line != null) {
                return "line " + line + ": ";
            }
        }
        return "";
    }

    private static int cut(String place) {
        return Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('[')));
    }

    private static JsonNode tree(Node node, String place, int depth, Map<String, Integer> lines) {
        if (depth > DEPTH_MAX) {
            throw new TargetsFileException("line " + line(node) + ": nested more than " + DEPTH_MAX + " levels deep");
        }
        lines.putIfAbsent(place, line(node));
        return switch (node) {
            case MappingNode mapping -> {
                var object = NODES.objectNode();
                for (var entry : mapping.getValue()) {
                    var key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    var inside = place.isEmpty() ? key : place + "." + key;
                    if (object.has(key)) {
                        throw new TargetsFileException(
                                "line " + line(entry.getKeyNode()) + ": " + inside + " stands there twice");
                    }
                    lines.put(inside, line(entry.getKeyNode()));
                    object.set(key, tree(entry.getValueNode(), inside, depth + 1, lines));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                var array = NODES.arrayNode();
                for (var item : sequence.getValue()) {
                    array.add(tree(item, place + "[" + array.size() + "]", depth + 1, lines));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> NODES.nullNode();
        };
    }

    /** The scalar as text, except for whole numbers that YAML reads as written: 010 would be eight. */
    private static JsonNode scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        return scalar.getTag().equals(Tag.INT) && text.matches("0|-?[1-9][0-9]{0,8}")
                ? NODES.numberNode(Integer.parseInt(text))
                : NODES.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
