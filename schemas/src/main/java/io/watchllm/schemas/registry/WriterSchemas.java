package io.watchllm.schemas.registry;

import org.apache.avro.Schema;

/** Writer schemas by their id in the Schema Registry. Thread-safe. */
public interface WriterSchemas {

    /** The registry's answer for an id. */
    sealed interface Lookup {}

    /** The schema with this id; always the same object for the same id. */
    record Found(Schema schema) implements Lookup {}

    /**
     * There is no Avro schema with this id: the record is invalid.
     *
     * @param detail what the registry has instead, for messages
     */
    record Unknown(String detail) implements Lookup {}

    /**
     * Looks up an id; may block up to the bound of the retries.
     *
     * @throws SchemasUnavailableException when the registry did not answer: a temporary or configuration problem, never
     *     one of the record
     */
    Lookup find(int schemaId);
}
