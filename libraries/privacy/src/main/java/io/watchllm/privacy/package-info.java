/**
 * Redaction, as pure functions. {@link io.watchllm.privacy.PrivacyRules} are parsed strictly from a file; each rule has
 * a finder: one of the {@link io.watchllm.privacy.Detector}s, or a user's pattern on RE2/J. A {@code Search} passes the
 * {@code View}s of a text (the strings of JSON, the text with escapes decoded) to the finders and replaces matches in
 * the source, so that everything else stays as written. {@link io.watchllm.privacy.EventRedaction} does that for
 * events, {@link io.watchllm.privacy.DeadLetterRedaction} for rejected records, decodable or not. Every finder takes
 * time linear in the text.
 */
@NullMarked
package io.watchllm.privacy;

import org.jspecify.annotations.NullMarked;
