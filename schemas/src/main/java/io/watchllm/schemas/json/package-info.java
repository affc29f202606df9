/**
 * JSON form of events for users and HTTP clients, and its conversion to Avro and back.
 * {@link io.watchllm.schemas.json.EventJson} parses the text and walks it along the Avro schema of the event: each Avro
 * type has a {@code Shape} that reads and writes its JSON, built once from the schema and its extra properties
 * ({@code json}: {@code object} and {@code any} are JSON stored as text, {@code flat} is a record whose fields are
 * inlined in the event; {@code minimum}). No field name is hard-coded except for what the schema can't express:
 * {@code event_type} selects the payload, unknown fields go to {@code context}, ids are not empty, an error may be just
 * its message.
 */
@NullMarked
package io.watchllm.schemas.json;

import org.jspecify.annotations.NullMarked;
