package io.watchllm.privacy;

/** Finds one kind of match in a text, in time linear in its length. Thread-safe. */
interface Finder {

    /** Adds all matches; they may overlap. */
    void find(String text, Edges edges, Hits hits);
}
