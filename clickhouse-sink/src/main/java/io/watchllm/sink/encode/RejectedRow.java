package io.watchllm.sink.encode;

/**
 * Why a record is not a row of the block.
 *
 * @param reason a closed word, such as {@code malformed_avro}
 * @param field the field at which it ended; empty when it is the record as a whole
 * @param message a sentence for a person: what was found and what would be right; without the value of the field
 */
public record RejectedRow(String reason, String field, String message) {}
