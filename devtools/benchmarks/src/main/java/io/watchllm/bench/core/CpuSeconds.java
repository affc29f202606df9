package io.watchllm.bench.core;

/**
 * CPU time by process, user and system together, in seconds.
 *
 * @param sink the sink's JVM; 0 where no sink runs
 * @param clickHouse the server, its merges included
 * @param broker the Kafka broker
 * @param registry the Schema Registry, which is asked for one schema; told, but in no sum
 */
public record CpuSeconds(double sink, double clickHouse, double broker, double registry) {

    /** Sink, ClickHouse and broker together. */
    public double total() {
        return sink + clickHouse + broker;
    }

    /** CPUs in use, on the average of so many seconds in which this was spent. */
    public CpuSeconds over(double seconds) {
        return new CpuSeconds(sink / seconds, clickHouse / seconds, broker / seconds, registry / seconds);
    }

    /** What was spent since an earlier reading. */
    public CpuSeconds since(CpuSeconds earlier) {
        return new CpuSeconds(
                sink - earlier.sink,
                clickHouse - earlier.clickHouse,
                broker - earlier.broker,
                registry - earlier.registry);
    }
}
