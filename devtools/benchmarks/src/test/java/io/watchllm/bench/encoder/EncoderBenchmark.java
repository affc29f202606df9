package io.watchllm.bench.encoder;

import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.Source;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Avro records into a Native block: rows a second, megabytes of Avro a second, bytes allocated for a row. */
@State(Scope.Thread)
public class EncoderBenchmark {
    private static final int ROWS = 10_000;

    @Param({"events", "tool_calls", "agent_steps", "SMALL", "PAYLOAD"})
    public String rows;

    private List<byte[]> records;
    private BlockBuilder block;

    /** Counts what went through, beside the rows. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Through {
        public double megabytes;
    }

    @Setup
    public void read() throws IOException {
        var set = RowSet.of(rows);
        records = set.rows();
        block = set.plan().open();
    }

    /** A batch of 10,000 rows from the first record to the bytes that would go to ClickHouse. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int encode(Through through) throws IOException {
        var bytes = 0L;
        for (var number = 0; number < ROWS; number++) {
            var record = records.get(number % records.size());
            bytes += record.length;
            var bad = block.add(record, WireFormat.PAYLOAD_OFFSET, new Source(0, number, 1_793_491_200_000L));
            if (bad != null) {
                throw new IllegalStateException(bad.toString());
            }
        }
        block.writeTo(OutputStream.nullOutputStream());
        block.clear();
        through.megabytes += bytes / 1e6;
        return ROWS;
    }

    /** Runs it for all kinds of rows, in a JVM of its own each. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(EncoderBenchmark.class.getSimpleName())
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .jvmArgs("-Xmx1g")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
