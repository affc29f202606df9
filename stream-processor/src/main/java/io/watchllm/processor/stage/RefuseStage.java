package io.watchllm.processor.stage;

import io.watchllm.processor.core.BookEntry;
import io.watchllm.processor.core.Rejection;
import io.watchllm.processor.state.BookStore;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topics;
import io.watchllm.service.ProgramVersion;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What was refused, to the dead letters: the record as it was, or as the privacy rules leave it, where it was found,
 * and why.
 */
public final class RefuseStage extends ContextualProcessor<byte[], Flow.Refused, byte[], byte @Nullable []> {

    /** Below what the topic takes, by what our own headers and the batch may add. */
    static final int LETTER_BYTES_MAX = Topics.DERIVED_BYTES_MAX - (64 << 10);

    private final InstantSource clock;
    private final ProcessorMetrics metrics;
    private final UnaryOperator<Record<byte[], Flow.Refused>> privacy;
    private @Nullable BookStore books;

    /**
     * A stage.
     *
     * @param privacy takes out of a record what must not be kept
     */
    public RefuseStage(
            InstantSource clock, ProcessorMetrics metrics, UnaryOperator<Record<byte[], Flow.Refused>> privacy) {
        this.clock = clock;
        this.metrics = metrics;
        this.privacy = privacy;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        super.init(context);
        books = new BookStore(context.getStateStore(BookStore.NAME));
    }

    @Override
    public void process(Record<byte[], Flow.Refused> incoming) {
        var record = privacy.apply(incoming);
        var rejection = record.value().rejection();
        var origin = context().recordMetadata().map(RefuseStage::origin).orElseThrow();
        var letter = letter(record, origin).toRecord();
        context()
                .forward(
                        new Record<byte[], byte @Nullable []>(
                                letter.key(), letter.value(), record.timestamp(), letter.headers()),
                        Nodes.DEAD_LETTERS);
        var known = record.value().project();
        var project = known == null ? EventKey.project(record.key()) : known;
        metrics.rejected(rejection.reason(), project);
        Objects.requireNonNull(books).count(project, BookEntry.REFUSED);
    }

    private DeadLetter letter(Record<byte[], Flow.Refused> record, DeadLetter.FromTopic origin) {
        var raw = record.value().raw();
        var headers = List.of(record.headers().toArray());
        var rejection = record.value().rejection();
        long size = size(record.key())
                + size(raw)
                + headers.stream().mapToLong(RefuseStage::size).sum();
        if (size <= LETTER_BYTES_MAX) {
            return new DeadLetter(record.key(), raw, headers, origin, refusal(rejection, rejection.message()));
        }
        // A letter that the topic does not take would stop the stream for good; the record itself still stands where it
        // was found.
        var message =
                "%s (left out here: key, headers and value, %d bytes together; they stand at %s as long as that topic keeps them)"
                        .formatted(rejection.message(), size, origin.id());
        return new DeadLetter(null, null, List.of(), origin, refusal(rejection, message));
    }

    private DeadLetter.Refusal refusal(Rejection rejection, String message) {
        var field = rejection.field().equals("record") ? "" : rejection.field();
        var detail = new DeadLetter.Detail("bad_record", field, ProgramVersion.TEXT);
        return new DeadLetter.Refusal(
                DeadLetter.Stage.PROCESSOR, rejection.reason().word(), message, clock.instant(), detail);
    }

    private static DeadLetter.FromTopic origin(RecordMetadata metadata) {
        return new DeadLetter.FromTopic(metadata.topic(), metadata.partition(), metadata.offset());
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Header header) {
        return header.key().length() + size(header.value());
    }
}
