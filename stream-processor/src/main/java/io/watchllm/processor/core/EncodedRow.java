package io.watchllm.processor.core;

import io.watchllm.processor.write.Output;
import io.watchllm.schemas.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A row in the wire format, and the output it is for. */
// Never compared: it is written at once.
@SuppressWarnings("ArrayRecordComponent")
public record EncodedRow(Output output, byte[] bytes) {

    /** Encodes the rows of an event, that of events first. */
    static List<EncodedRow> of(Rows rows, RowSchemaIds ids) {
        var encoded = new ArrayList<EncodedRow>(2 + rows.toolCalls().size());
        encoded.add(of(Output.EVENT_ROWS, ids.event(), rows.event()));
        for (var call : rows.toolCalls()) {
            encoded.add(of(Output.TOOL_CALL_ROWS, ids.toolCall(), call));
        }
        if (rows.agentStep() != null) {
            encoded.add(of(Output.AGENT_STEP_ROWS, ids.agentStep(), rows.agentStep()));
        }
        return encoded;
    }

    private static EncodedRow of(Output output, int schemaId, SpecificRecord row) {
        return new EncodedRow(output, WireFormat.encode(schemaId, row));
    }
}
