package io.watchllm.delivery.encode;

import org.apache.avro.Schema;

/** Looks up writer schemas by schema id. */
public interface SchemaSource {

    /** Result of a lookup. */
    sealed interface Found {}

    /** The schema of this id; it never changes. */
    record Known(Schema schema) implements Found {}

    /** There is no such id, or it is not an Avro schema: the record is at fault. */
    record Unknown(String message) implements Found {}

    /** The registry did not answer: the record is not at fault, ask again. */
    record Unavailable(String message) implements Found {}

    /** Looks the id up; never throws for a response of the registry. */
    Found find(int schemaId);
}
