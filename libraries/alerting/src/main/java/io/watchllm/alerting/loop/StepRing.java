package io.watchllm.alerting.loop;

import io.watchllm.alerting.snapshot.StepSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last steps and tool calls of a run, in order of arrival. */
final class StepRing {

    /** Maximum number of entries; older ones are evicted. */
    static final int MAX = 50;

    /** Maximum characters of all step names, because there is a ring for each run; older steps are evicted. */
    static final int CHARACTERS_MAX = 8 << 10;

    private static final int PERIOD_MIN = 2;
    private static final int PERIOD_MAX = 5;

    private final ArrayDeque<Step> steps = new ArrayDeque<>(4);
    private int characters;

    void add(Step step) {
        steps.addLast(step);
        characters += step.name().length();
        while (steps.size() > MAX || (characters > CHARACTERS_MAX && steps.size() > 1)) {
            forgetFirst();
        }
    }

    /** Removes the steps before this time, whatever their order; true when there was one. */
    boolean forgetBefore(long timeMs) {
        boolean any = steps.removeIf(step -> step.timeMs() < timeMs);
        if (any) {
            characters = steps.stream().mapToInt(step -> step.name().length()).sum();
        }
        return any;
    }

    int size() {
        return steps.size();
    }

    private void forgetFirst() {
        characters -= steps.removeFirst().name().length();
    }

    /** Number of tool calls that equal this one. */
    int same(Step call) {
        int same = 0;
        for (var step : steps) {
            if (step.isCall() && step.isSame(call)) {
                same++;
            }
        }
        return same;
    }

    /** Whether the same call was made before, whatever its result. */
    boolean knows(Step call) {
        for (var step : steps) {
            if (step.isCall() && step.isSameCall(call)) {
                return true;
            }
        }
        return false;
    }

    /** How often the tool failed in a row up to now. */
    int failures(String tool) {
        int failures = 0;
        for (var step : steps.reversed()) {
            if (step.isCall() && step.name().equals(tool)) {
                if (!step.failed()) {
                    return failures;
                }
                failures++;
            }
        }
        return failures;
    }

    /**
     * How often the last 2 to 5 steps, or calls if the last is a call, repeat in a row, the maximum over these lengths;
     * 1 when they do not repeat. Identical steps are not a cycle: the check of repeated calls covers those.
     */
    int cycle() {
        var last = steps.peekLast();
        if (last == null) {
            return 1;
        }
        var newestFirst = new ArrayList<Step>(steps.size());
        for (var step : steps.reversed()) {
            if (step.isCall() == last.isCall()) {
                newestFirst.add(step);
            }
        }
        int most = 1;
        for (int period = PERIOD_MIN; period <= PERIOD_MAX; period++) {
            int same = 0;
            while (same + period < newestFirst.size() && newestFirst.get(same).isSame(newestFirst.get(same + period))) {
                same++;
            }
            int repeats = same / period + 1;
            if (repeats > most && !newestFirst.subList(1, period).stream().allMatch(last::isSame)) {
                most = repeats;
            }
        }
        return most;
    }

    List<StepSnapshot> snapshot() {
        return steps.stream().map(Step::snapshot).toList();
    }
}
