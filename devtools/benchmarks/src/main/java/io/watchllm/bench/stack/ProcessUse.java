package io.watchllm.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process and those it started have used.
 *
 * @param pid its id
 */
public record ProcessUse(long pid) {
    private static final double NANOS = 1e9;
    private static final String PEAK = "VmHWM:";

    /**
     * CPU time since its start, user and system, in seconds; the system counts in hundredths.
     *
     * @throws IllegalStateException when there is no such process
     */
    public double cpuSeconds() {
        var process = ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended; it should run"));
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(ProcessUse::cpuSeconds)
                .sum();
    }

    /** CPU time of this process alone since its start, user and system, in seconds. */
    public static double ownCpuSeconds() {
        return cpuSeconds(ProcessHandle.current());
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
    }

    /** The most memory that it had resident at one time, in bytes; 0 where the system does not tell. */
    public long peakResidentBytes() {
        var status = Path.of("/proc", Long.toString(pid), "status");
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            // Not a Linux: there the report says 0.
            return 0;
        }
    }
}
