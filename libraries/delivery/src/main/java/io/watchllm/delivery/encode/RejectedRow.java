package io.watchllm.delivery.encode;

/**
 * Why a record could not become a row.
 *
 * @param reason a word of a closed set, such as {@code malformed_avro}
 * @param field the field that was rejected; empty when it is the record as a whole
 * @param message a sentence: what was found and what is expected; without the value of the field
 */
public record RejectedRow(String reason, String field, String message) {}
