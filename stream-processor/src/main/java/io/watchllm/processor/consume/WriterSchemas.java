package io.watchllm.processor.consume;

import org.apache.avro.Schema;

/** The schemas that records were written with, by their id in the Schema Registry. Thread-safe. */
public interface WriterSchemas {

    /** What the registry says of an id. */
    sealed interface Lookup {}

    /** The schema under the id; the same object for the same id, always. */
    record Found(Schema schema) implements Lookup {}

    /**
     * There is no Avro schema under the id: a fault of the record.
     *
     * @param detail what there is instead, for a person
     */
    record Unknown(String detail) implements Lookup {}

    /**
     * Asks for an id; may take as long as the bound of the retries.
     *
     * @throws SchemasUnavailableException when the registry gave no answer: a fault of the moment or of the
     *     configuration, never of the record
     */
    Lookup find(int schemaId);
}
