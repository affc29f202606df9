package io.watchllm.processor.core.privacy;

/** Finds one kind of thing in a text, in time that grows no faster than the text. Thread-safe. */
interface Finder {

    /** Adds each place; places may lie over each other. */
    void find(String text, Edges edges, Hits hits);
}
