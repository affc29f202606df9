package io.watchllm.chaos.core;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The producer's counts: for each id, where its record lies in the topic and how often its row must be in the table.
 * Ids count from 0. Thread-safe.
 */
public final class Ledger {
    private static final int NOT_SENT = -1;

    private final int[] partitions;
    private final long[] offsets;
    private final byte[] copies;
    private final BitSet poison = new BitSet();
    private final Map<Integer, Long> others = new HashMap<>();
    private int generationStart;

    /** What is done with each entry. */
    public interface Visitor {
        void visit(int id, int partition, long offset, int copies);
    }

    /** @param ids most ids that are sent */
    public Ledger(int ids) {
        partitions = new int[ids];
        offsets = new long[ids];
        copies = new byte[ids];
        Arrays.fill(partitions, NOT_SENT);
    }

    /** Most ids that can be sent. */
    public int capacity() {
        return partitions.length;
    }

    /** The broker has this record. */
    public synchronized void sent(int id, int partition, long offset, boolean bad) {
        partitions[id] = partition;
        offsets[id] = offset;
        copies[id] = (byte) (bad ? 0 : 1);
        poison.set(id, bad);
    }

    /** The topic is recreated: ids from this one on are in another topic of that name. */
    public synchronized void newGeneration(int firstId) {
        generationStart = firstId;
    }

    /** Reading of the partition begins again at this offset, on purpose: its rows come once more. */
    public synchronized void replayed(int partition, long from) {
        for (var id = generationStart; id < partitions.length; id++) {
            if (partitions[id] == partition && offsets[id] >= from && copies[id] > 0) {
                copies[id]++;
            }
        }
    }

    /** The partition has so many offsets more that are no rows: records that were aborted, and markers. */
    public synchronized void others(int partition, long offsets) {
        others.merge(partition, offsets, Long::sum);
    }

    /** Offsets of the present topic's partition; they are all there is in it when the counts are complete. */
    public synchronized long records(int partition) {
        var count = others.getOrDefault(partition, 0L);
        for (var id = generationStart; id < partitions.length; id++) {
            count += partitions[id] == partition ? 1 : 0;
        }
        return count;
    }

    /** Records that can't be rows. */
    public synchronized int poisoned() {
        return poison.cardinality();
    }

    /** Records that were sent. */
    public synchronized int size() {
        return (int) Arrays.stream(partitions)
                .filter(partition -> partition != NOT_SENT)
                .count();
    }

    /** Shows every entry, in the order of ids. */
    public synchronized void visit(Visitor visitor) {
        for (var id = 0; id < partitions.length; id++) {
            if (partitions[id] != NOT_SENT) {
                visitor.visit(id, partitions[id], offsets[id], copies[id]);
            }
        }
    }
}
