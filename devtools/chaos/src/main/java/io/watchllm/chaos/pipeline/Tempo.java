package io.watchllm.chaos.pipeline;

import java.time.Duration;
import java.util.Map;

/**
 * How long the clients' time-outs are, and so how long faults last that must outlast one.
 *
 * @param real whether they are those that processors have by default; else scaled down, so that a run takes little time
 * @param maxBlock {@code max.block.ms} where a commit is to time out
 * @param delivery {@code delivery.timeout.ms}
 * @param transaction {@code transaction.timeout.ms}
 * @param session {@code session.timeout.ms}
 * @param frozen how long the broker stands still
 */
public record Tempo(
        boolean real, Duration maxBlock, Duration delivery, Duration transaction, Duration session, Duration frozen) {

    /** From so many events on time-outs are real. */
    private static final int EVENTS_REAL = 20_000;

    private static final Tempo REAL = new Tempo(
            true,
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75));

    private static final Tempo SCALED = new Tempo(
            false,
            Duration.ofSeconds(3),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6),
            Duration.ofSeconds(9));

    /** The one for so many events. */
    public static Tempo of(int events) {
        return events >= EVENTS_REAL ? REAL : SCALED;
    }

    /** Lines of the properties file of every processor; none where time-outs are real. */
    Map<String, String> properties() {
        return real
                ? Map.of()
                : Map.of(
                        "producer.transaction.timeout.ms", millis(transaction),
                        "consumer.session.timeout.ms", millis(session),
                        "consumer.heartbeat.interval.ms", millis(session.dividedBy(6)));
    }

    /** Those of processors that are to see time-outs of their requests, too, which take minutes by default. */
    public Map<String, String> requestProperties() {
        return real
                ? Map.of()
                : Map.of(
                        "max.block.ms", millis(delivery),
                        "producer.request.timeout.ms", millis(delivery.dividedBy(2)),
                        "producer.delivery.timeout.ms", millis(delivery));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /**
     * How often a fault strikes.
     *
     * @param many where time-outs are real
     * @param few where all is to take little time
     */
    public int rounds(int many, int few) {
        return real ? many : few;
    }
}
