package io.watchllm.processor.timer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Alarms of the tasks that are open in this process. Thread-safe. */
public final class WakeUps {

    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A wake-up that nobody answered is sent again after this time. */
    static final long AGAIN_MS = Duration.ofSeconds(5).toMillis();

    private final Set<Alarm> open = ConcurrentHashMap.newKeySet();

    /**
     * Where a task gets its wake-ups.
     *
     * @param topic an input of the task
     * @param partition its partition
     */
    public record Target(String topic, int partition) {}

    /** When one task is to be woken. */
    public static final class Alarm {
        private final Target target;

        /** The first is due at once: whatever the task waited for may have become due while it was nowhere. */
        private volatile long atMs;

        private Alarm(Target target) {
            this.target = target;
        }

        /**
         * Sets the time.
         *
         * @param wallMs in milliseconds since 1970, or {@link WakeUps#NEVER}
         */
        public void set(long wallMs) {
            atMs = wallMs;
        }
    }

    /** An alarm for a task, which is due at once. */
    public Alarm open(Target target) {
        var alarm = new Alarm(target);
        open.add(alarm);
        return alarm;
    }

    /** The task is closed. */
    public void close(Alarm alarm) {
        open.remove(alarm);
    }

    /** Makes all alarms due: something that is read by all tasks has changed. */
    public void wakeAll() {
        open.forEach(alarm -> alarm.set(0));
    }

    /** The targets whose alarm is due. They are due again later, unless their tasks set another time until then. */
    public List<Target> takeDue(long wallMs) {
        var due = new ArrayList<Target>();
        for (var alarm : open) {
            if (alarm.atMs <= wallMs) {
                alarm.set(wallMs + AGAIN_MS);
                due.add(alarm.target);
            }
        }
        return due;
    }
}
