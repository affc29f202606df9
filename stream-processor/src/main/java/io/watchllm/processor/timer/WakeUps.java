package io.watchllm.processor.timer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Alarms of the tasks open in this process. Thread-safe. */
public final class WakeUps {

    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A wake-up without effect is sent again after this time. */
    static final long AGAIN_MS = Duration.ofSeconds(5).toMillis();

    private final Set<Alarm> open = ConcurrentHashMap.newKeySet();

    /** Wake-up time of one task. */
    public static final class Alarm {
        private final TopicPartition target;

        /** Initially due at once: what the task waits for may have become due while it was not running. */
        private volatile long atMs;

        private Alarm(TopicPartition target) {
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

    /** Registers an alarm for a task, due at once. */
    public Alarm open(TopicPartition target) {
        var alarm = new Alarm(target);
        open.add(alarm);
        return alarm;
    }

    /** Unregisters the alarm of a closed task. */
    public void close(Alarm alarm) {
        open.remove(alarm);
    }

    /** Makes all alarms due, after a change of data that all tasks read. */
    public void wakeAll() {
        open.forEach(alarm -> alarm.set(0));
    }

    /** Targets of due alarms. They become due again later, unless their tasks set another time before. */
    public List<TopicPartition> takeDue(long wallMs) {
        var due = new ArrayList<TopicPartition>();
        for (var alarm : open) {
            if (alarm.atMs <= wallMs) {
                alarm.set(wallMs + AGAIN_MS);
                due.add(alarm.target);
            }
        }
        return due;
    }
}
