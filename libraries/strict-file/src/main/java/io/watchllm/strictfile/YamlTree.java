package io.watchllm.strictfile;

import io.watchllm.strictfile.FileValue.Kind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Parses a YAML text into values. */
record YamlTree(List<FileValue.Fault> faults) {

    private static final int DEPTH_MAX = 10;

    /** No leading zero, underscore or base: YAML reads 010 as eight, so such a scalar is only a text. */
    private static final String NUMBER = "-?(0|[1-9][0-9]{0,19})(\\.[0-9]+)?";

    FileValue parse(String text) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        try {
            for (var event : new Yaml(options).parse(new StringReader(text))) {
                if (event instanceof AliasEvent alias) {
                    throw new StrictFileException(
                            "line " + (alias.getStartMark().getLine() + 1) + ": *" + alias.getAnchor()
                                    + " is an alias; expected the value itself");
                }
            }
            var root = new Yaml(options).compose(new StringReader(text));
            return root == null ? new FileValue(faults, "", 1, null) : value(root, "", line(root));
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            var where =
                    mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
            throw new StrictFileException(where + "is not valid YAML (" + broken.getProblem() + ")");
        } catch (YAMLException broken) {
            // For example a control character: the message contains the position.
            var problem = String.valueOf(broken.getMessage()).replace('\n', ' ');
            throw new StrictFileException("is not valid YAML (" + problem + ")");
        }
    }

    private FileValue value(Node node, String path, int line) {
        Object content = switch (node) {
            case MappingNode map -> {
                var members = new LinkedHashMap<String, FileValue>();
                for (var tuple : map.getValue()) {
                    int keyLine = line(tuple.getKeyNode());
                    var member = FileValue.member(path, key(tuple.getKeyNode()));
                    var value = value(tuple.getValueNode(), member, keyLine);
                    if (members.put(key(tuple.getKeyNode()), value) != null) {
                        value.fault("is there twice", "each key once");
                    }
                }
                yield members;
            }
            case SequenceNode list -> {
                var items = new ArrayList<FileValue>();
                for (var item : list.getValue()) {
                    items.add(value(item, path + "[" + items.size() + "]", line(item)));
                }
                yield items;
            }
            case ScalarNode scalar -> {
                var kind = kind(scalar);
                yield new FileValue.Scalar(kind, scalar.getValue(), kind != Kind.NULL);
            }
            default -> throw new IllegalStateException("aliases were rejected");
        };
        return new FileValue(faults, path, line, content);
    }

    /** The key as a text; a key that is a list or a map has a name that no reader knows. */
    private static String key(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    /** A quoted value is text, whatever it looks like. */
    private static Kind kind(ScalarNode node) {
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return Kind.NULL;
        }
        if (node.isPlain() && tag.equals(Tag.BOOL)) {
            return Kind.FLAG;
        }
        boolean numeric = node.isPlain() && (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT));
        return numeric && node.getValue().matches(NUMBER) ? Kind.NUMBER : Kind.TEXT;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
