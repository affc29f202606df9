package io.watchllm.sink.encode;

import org.apache.avro.Schema;

/** Gives the writer schema that a schema id stands for. */
public interface SchemaSource {

    /** What a look-up comes to. */
    sealed interface Found {}

    /** The schema of this id; the same for ever. */
    record Known(Schema schema) implements Found {}

    /** There is no such id, or what is behind it is no Avro schema: the record's fault. */
    record Unknown(String message) implements Found {}

    /** The registry did not answer: nobody's fault, ask again. */
    record Unavailable(String message) implements Found {}

    /** Looks the id up; never throws for what the registry says. */
    Found find(int schemaId);
}
