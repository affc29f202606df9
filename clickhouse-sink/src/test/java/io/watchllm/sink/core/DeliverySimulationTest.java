package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Planner and lane against a model of a partition, of its commits and of ClickHouse's memory for tokens. Commits fail
 * or only seem to, inserts are lost, refused or land without an answer, workers die at any step, and what a dead worker
 * had sent may land long after. In the end every good record is in the table once, and every refused one is a letter.
 */
class DeliverySimulationTest {
    private static final BatchLimits LIMITS = new BatchLimits(8, 1_000, 5);
    private static final RetryPolicy RETRY = new RetryPolicy(1, 4);
    private static final int STEPS_WITH_FAULTS = 600;
    private static final int STEPS_MAX = 20_000;

    /** A record of the partition. */
    private record Row(long offset, int schema, boolean poison) {}

    /** Rows and letters of a batch, and the one row that may become a letter. */
    private record Cargo(
            List<Long> rows, Set<Long> letters, @Nullable Long kept) {}

    private record Flight(String token, Batch<Cargo> batch) {}

    @Property(tries = 400)
    void shouldLandEveryRecordOnceWhateverFails(@ForAll long seed) {
        var world = new World(new Random(seed));
        for (var step = 0; step < STEPS_WITH_FAULTS; step++) {
            world.step(true);
        }
        for (var step = 0; step < STEPS_MAX && !world.done(); step++) {
            world.step(false);
        }
        world.landLateFlights();

        assertThat(world.done()).isTrue();
        assertThat(world.table).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(world.good());
        assertThat(world.letters).isEqualTo(world.bad());
    }

    private static final class World {
        private final Random random;
        private final List<Row> log = new ArrayList<>();
        private final long refused;
        private final Map<String, List<Long>> tokens = new HashMap<>();
        private final List<Long> table = new ArrayList<>();
        private final Set<Long> letters = new HashSet<>();
        private final List<Flight> late = new ArrayList<>();
        private long committed = -1;
        private String metadata = "";
        private long now;
        private Worker worker;

        World(Random random) {
            this.random = random;
            var offset = 100L;
            var schema = 1;
            for (var i = 0; i < 120; i++) {
                offset += random.nextInt(10) == 0 ? 2 : 1;
                schema += random.nextInt(25) == 0 ? 1 : 0;
                log.add(new Row(offset, schema, random.nextInt(15) == 0));
            }
            refused = random.nextBoolean() ? log.get(random.nextInt(log.size())).offset() : -1;
            worker = new Worker(this);
        }

        List<Long> good() {
            return log.stream()
                    .filter(row -> !row.poison() && row.offset() != refused)
                    .map(Row::offset)
                    .toList();
        }

        Set<Long> bad() {
            Set<Long> bad = new HashSet<>();
            log.stream().filter(row -> row.poison() || row.offset() == refused).forEach(row -> bad.add(row.offset()));
            return bad;
        }

        boolean done() {
            return committed == log.getLast().offset() + 1 && worker.lane.settled();
        }

        void step(boolean faults) {
            now += random.nextInt(3);
            switch (random.nextInt(faults ? 12 : 10)) {
                case 0, 1, 2, 3, 4 -> worker.take();
                case 5, 6 -> worker.seal(worker.lane.idle() ? worker.planner.due(now, 0) : null);
                case 7, 8 -> commit(faults);
                case 9 -> send(faults);
                case 10 -> {
                    if (random.nextInt(6) == 0) {
                        worker = new Worker(this);
                    }
                }
                default -> landOneLateFlight();
            }
        }

        private void commit(boolean faults) {
            var progress = worker.lane.progress();
            var dice = faults ? random.nextInt(5) : 4;
            if (progress == null || dice == 0) {
                return;
            }
            committed = progress.offset();
            metadata = progress.note().text();
            if (dice != 1) {
                worker.lane.committed(progress, now);
            }
        }

        private void send(boolean faults) {
            var batch = worker.lane.send(now);
            if (batch == null) {
                return;
            }
            letters.addAll(batch.load().letters());
            var token = new RangeToken("ns", "topic", 0, batch.intent()).text();
            var outcome = batch.load().rows().contains(refused)
                    ? new Outcome.BadData(469, "constraint", landed(batch.intent()))
                    : attempt(new Flight(token, batch), faults ? random.nextInt(8) : 7);
            worker.react(worker.lane.complete(outcome, now), now);
        }

        private long landed(Intent range) {
            return table.stream()
                    .filter(offset -> range.from() <= offset && offset <= range.to())
                    .count();
        }

        private Outcome attempt(Flight flight, int dice) {
            return switch (dice) {
                case 0 -> new Outcome.NotNow(252, "too many parts");
                case 1 -> {
                    land(flight);
                    yield new Outcome.InDoubt(0, "no answer, landed");
                }
                case 2 -> new Outcome.InDoubt(0, "no answer, never arrived");
                case 3 -> {
                    late.add(flight);
                    yield new Outcome.InDoubt(0, "no answer, still under way");
                }
                case 4 -> new Outcome.BadConfig(497, "no right to insert");
                default -> {
                    land(flight);
                    yield new Outcome.Acked();
                }
            };
        }

        private void land(Flight flight) {
            var rows = flight.batch().load().rows();
            var before = tokens.putIfAbsent(flight.token(), rows);
            if (before == null) {
                table.addAll(rows);
            } else {
                assertThat(rows).as("rows under token %s", flight.token()).isEqualTo(before);
            }
        }

        private void landOneLateFlight() {
            if (!late.isEmpty()) {
                land(late.remove(random.nextInt(late.size())));
            }
        }

        void landLateFlights() {
            while (!late.isEmpty()) {
                landOneLateFlight();
            }
        }
    }

    /** What the shell does around planner and lane, in its simplest form. */
    private static final class Worker {
        private final World world;
        private final PartitionLane<Cargo> lane;
        private final BatchPlanner planner = new BatchPlanner(LIMITS, -1);
        private List<Long> rows = new ArrayList<>();
        private Set<Long> letters = new HashSet<>();
        private @Nullable Long kept;
        private long read;

        Worker(World world) {
            this.world = world;
            var note = CommitNote.parse(world.metadata) instanceof CommitNote.Ours(var ours) ? ours : null;
            lane = new PartitionLane<>(
                    RETRY, note == null ? world.now : note.epoch(), note == null ? null : note.open());
            planner.restart(world.committed);
            resume();
        }

        private void resume() {
            var open = lane.open();
            if (open != null) {
                planner.repeat(open);
            }
            startReading();
        }

        private void startReading() {
            read = planner.position();
            rows = new ArrayList<>();
            letters = new HashSet<>();
            kept = null;
        }

        void take() {
            var row = next();
            if (row == null || lane.state() instanceof LaneState.Halted) {
                return;
            }
            seal(planner.endsBefore(row.offset(), row.poison() ? BatchPlanner.NO_SCHEMA : row.schema()));
            if (row.poison()) {
                planner.rejected(row.offset(), world.now);
                letters.add(row.offset());
            } else {
                planner.accepted(row.offset(), row.schema(), rows.size(), world.now);
                rows.add(row.offset());
                kept = planner.isolating() ? row.offset() : null;
            }
            read = row.offset() + 1;
            seal(planner.full());
        }

        private @Nullable Row next() {
            return world.log.stream()
                    .filter(row -> row.offset() >= read)
                    .findFirst()
                    .orElse(null);
        }

        void seal(@Nullable SealReason reason) {
            if (reason == null) {
                if (lane.state() instanceof LaneState.Halted) {
                    lane.resume();
                    resume();
                }
                return;
            }
            var repeated = planner.repeated();
            var range = planner.end();
            if (repeated != null) {
                assertThat(range.rows())
                        .as("rows of the range that is read again")
                        .isEqualTo(repeated.rows());
            }
            var intent = new Intent(lane.epoch(), range.from(), range.to(), range.rows());
            lane.offer(new Batch<>(intent, reason, new Cargo(rows, letters, kept)));
            kept = null;
            rows = new ArrayList<>();
            letters = new HashSet<>();
        }

        void react(Reaction<Cargo> reaction, long now) {
            switch (reaction) {
                case Reaction.Landed<Cargo> landed -> {}
                case Reaction.Again<Cargo> again -> {}
                case Reaction.Halt<Cargo> halt -> {
                    planner.again();
                    startReading();
                }
                case Reaction.Narrow<Cargo>(var range, var recordsMax) -> {
                    planner.narrow(range, recordsMax);
                    startReading();
                }
                case Reaction.Poison<Cargo>(var batch, var code, var message) -> {
                    Set<Long> all = new HashSet<>(batch.load().letters());
                    all.add(Objects.requireNonNull(batch.load().kept(), "a refused row that was not kept"));
                    lane.settle(new Cargo(List.of(), all, null), now);
                }
            }
        }
    }
}
