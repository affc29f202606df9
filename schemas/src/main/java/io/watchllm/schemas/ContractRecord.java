package io.watchllm.schemas;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * Base class of all generated records. Avro only instantiates trusted classes, even for the default of a list; this
 * class registers ours before their first use, so that callers who build an event need not.
 */
public abstract class ContractRecord extends SpecificRecordBase {
    static {
        GeneratedClasses.trust();
    }
}
