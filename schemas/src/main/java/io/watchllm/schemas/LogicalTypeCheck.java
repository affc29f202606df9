package io.watchllm.schemas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Compares the logical types of a writer schema with those of the reader schema, field by field. Avro itself doesn't:
 * it reads the writer's bytes by the reader's logical type, so that 12.50 of scale 6 becomes 0.0125 at scale 9, and
 * microseconds become milliseconds in the year 58,000.
 *
 * <p>The precision of decimals may differ, since it does not change what the bytes mean.
 */
final class LogicalTypeCheck {

    /** Maximum number of differences listed; an unrelated schema would have hundreds. */
    private static final int DIFFERENCES_MAX = 5;

    private static final String NONE = "without a logical type";

    private final List<String> differences = new ArrayList<>();
    private final Set<Resolver.Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private LogicalTypeCheck() {}

    /**
     * Common fields whose values would be misread, each with both types; empty when there are none.
     *
     * @param writer a schema compatible with {@code reader} in all but logical types
     */
    static List<String> differences(Schema writer, Schema reader) {
        var check = new LogicalTypeCheck();
        check.look(Resolver.resolve(writer, reader, new GenericData()), "");
        return List.copyOf(check.differences);
    }

    private void look(Resolver.Action action, String path) {
        if (differences.size() >= DIFFERENCES_MAX || !seen.add(action)) {
            return;
        }
        if (action instanceof Resolver.RecordAdjust record) {
            for (int index = 0; index < record.fieldActions.length; index++) {
                var field = record.writer.getFields().get(index).name();
                look(record.fieldActions[index], path.isEmpty() ? field : path + "." + field);
            }
        } else if (action instanceof Resolver.WriterUnion union) {
            for (var branch : union.actions) {
                look(branch, path);
            }
        } else if (action instanceof Resolver.ReaderUnion union) {
            look(union.actualAction, path);
        } else if (action instanceof Resolver.Container container) {
            look(container.elementAction, path + "[]");
        } else if (action.type == Resolver.Action.Type.DO_NOTHING || action.type == Resolver.Action.Type.PROMOTE) {
            compare(action.writer, action.reader, path);
        }
    }

    private void compare(Schema writer, Schema reader, String path) {
        var written = name(writer);
        var expected = name(reader);
        if (!written.equals(expected)) {
            differences.add(path + " is " + written + ", expected " + expected);
        }
    }

    /** Name of the logical type. Unknown logical types are ignored, as in Avro. */
    private static String name(Schema schema) {
        var logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return "a decimal of scale " + decimal.getScale();
        }
        // A UUID stored as text is read like any other text.
        return logical == null || schema.getType() == Schema.Type.STRING ? NONE : logical.getName();
    }
}
