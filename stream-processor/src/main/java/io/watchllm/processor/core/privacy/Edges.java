package io.watchllm.processor.core.privacy;

/** What may stand right beside a match. */
enum Edges {
    /** No letter and no digit, so that a part of a longer word or number is none. */
    WORDS,
    /** Anything: in bytes that can't be read, what stands beside a text may be a length that looks like a letter. */
    ANYWHERE
}
