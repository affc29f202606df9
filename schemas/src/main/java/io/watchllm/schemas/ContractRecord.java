package io.watchllm.schemas;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * What every generated record extends. Avro makes only classes that it was told to trust, even to fill in the default
 * of a list; a record of ours tells it so before its first use, so that nobody who builds an event has to think of it.
 */
public abstract class ContractRecord extends SpecificRecordBase {
    static {
        GeneratedClasses.trust();
    }
}
