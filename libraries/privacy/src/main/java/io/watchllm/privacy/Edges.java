package io.watchllm.privacy;

/** Which characters may be adjacent to a match. */
enum Edges {
    /** No letter or digit, so that a part of a longer word or number does not match. */
    WORDS,
    /** Anything: in undecodable bytes, an adjacent length prefix may look like a letter. */
    ANYWHERE
}
