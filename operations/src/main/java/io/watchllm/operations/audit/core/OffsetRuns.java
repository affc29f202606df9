package io.watchllm.operations.audit.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A sorted set of offsets, stored as runs: small where offsets are close together. Immutable. */
public final class OffsetRuns {
    /** No offset. */
    public static final OffsetRuns NONE = new OffsetRuns(List.of());

    private final List<OffsetRun> runs;

    private OffsetRuns(List<OffsetRun> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Builder of a set. */
    public static final class Builder {
        private final List<OffsetRun> runs = new ArrayList<>();

        /**
         * Adds offsets, which must be greater than the last one.
         *
         * @throws IllegalArgumentException when they are not
         */
        public Builder add(OffsetRun run) {
            var last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && run.from() <= last.to()) {
                throw new IllegalArgumentException("run " + run + " does not lie behind run " + last);
            }
            if (last != null && run.from() == last.to() + 1) {
                runs.set(runs.size() - 1, new OffsetRun(last.from(), run.to()));
            } else {
                runs.add(run);
            }
            return this;
        }

        /** Adds an offset, which must be greater than the last one. */
        public Builder add(long offset) {
            return add(new OffsetRun(offset, offset));
        }

        public OffsetRuns build() {
            return new OffsetRuns(runs);
        }
    }

    /** The runs, sorted, with gaps between them. */
    public List<OffsetRun> runs() {
        return runs;
    }

    /** Number of offsets. */
    public long count() {
        return runs.stream().mapToLong(OffsetRun::count).sum();
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Offsets of this set that are in the other too. */
    public OffsetRuns and(OffsetRuns other) {
        var builder = new Builder();
        var mine = 0;
        var theirs = 0;
        while (mine < runs.size() && theirs < other.runs.size()) {
            var left = runs.get(mine);
            var right = other.runs.get(theirs);
            var from = Math.max(left.from(), right.from());
            var to = Math.min(left.to(), right.to());
            if (from <= to) {
                builder.add(new OffsetRun(from, to));
            }
            if (left.to() < right.to()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return builder.build();
    }

    /** Offsets of this set that are not in the other. */
    public OffsetRuns minus(OffsetRuns other) {
        var builder = new Builder();
        var theirs = 0;
        for (var run : runs) {
            var from = run.from();
            while (theirs < other.runs.size() && other.runs.get(theirs).to() < from) {
                theirs++;
            }
            for (var next = theirs;
                    next < other.runs.size() && other.runs.get(next).from() <= run.to();
                    next++) {
                var hole = other.runs.get(next);
                if (hole.from() > from) {
                    builder.add(new OffsetRun(from, hole.from() - 1));
                }
                from = hole.to() + 1;
            }
            if (from <= run.to()) {
                builder.add(new OffsetRun(from, run.to()));
            }
        }
        return builder.build();
    }

    /** Whether the offset is in the set. */
    public boolean contains(long offset) {
        var low = 0;
        var high = runs.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var run = runs.get(middle);
            if (offset < run.from()) {
                high = middle - 1;
            } else if (offset > run.to()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The first {@code most} runs, separated by commas, and the number of further ones. */
    public String text(int most) {
        var shown = runs.stream().limit(most).map(OffsetRun::toString).collect(Collectors.joining(", "));
        return runs.size() <= most ? shown : shown + ", and " + (runs.size() - most) + " more ranges";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetRuns set && runs.equals(set.runs);
    }

    @Override
    public int hashCode() {
        return runs.hashCode();
    }

    @Override
    public String toString() {
        return text(Integer.MAX_VALUE);
    }
}
