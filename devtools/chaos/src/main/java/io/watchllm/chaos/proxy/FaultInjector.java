package io.watchllm.chaos.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Says what becomes of each event of a kind: what was armed for it first, then what happens to all. Thread-safe.
 *
 * @param <T> what passes by
 */
public final class FaultInjector<T> {
    private final List<Armed<T>> armed = new ArrayList<>();
    private Function<T, Fault> standing = event -> Fault.PASS;

    private static final class Armed<T> {
        private final Predicate<T> which;
        private final Fault fate;
        private int skip;

        Armed(Predicate<T> which, int skip, Fault fate) {
            this.which = which;
            this.skip = skip;
            this.fate = fate;
        }
    }

    /** The first event like this, after so many others like it, meets this fate; once. */
    public synchronized void arm(Predicate<T> which, int skip, Fault fate) {
        armed.add(new Armed<>(which, skip, fate));
    }

    /** Every event that nothing was armed for; asked under a lock. */
    public synchronized void standing(Function<T, Fault> fateOf) {
        standing = fateOf;
    }

    synchronized Fault next(T event) {
        for (var each : armed) {
            if (each.which.test(event) && each.skip-- == 0) {
                armed.remove(each);
                return each.fate;
            }
        }
        return standing.apply(event);
    }
}
