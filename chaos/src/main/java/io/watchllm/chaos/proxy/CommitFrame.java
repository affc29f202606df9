package io.watchllm.chaos.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/**
 * An offset commit as it is on the wire. Not all of the Kafka classes used here are public API; no other class of this
 * module touches them.
 */
// The frame is only looked at.
@SuppressWarnings("ArrayRecordComponent")
record CommitFrame(int correlationId, String clientId, byte[] frame) {
    /** The note of a range that may land, as the sink puts it into a commit. */
    private static final Pattern OPEN_RANGE = Pattern.compile("v\\d\\|\\d+\\|\\d+\\|\\d+\\|");

    /** The frame, if it is an offset commit; else null. */
    static @Nullable CommitFrame of(byte[] frame) {
        var buffer = ByteBuffer.wrap(frame);
        if (buffer.getShort() != ApiKeys.OFFSET_COMMIT.id) {
            return null;
        }
        buffer.getShort();
        var correlationId = buffer.getInt();
        var clientId = new byte[Math.max(0, buffer.getShort())];
        buffer.get(clientId);
        return new CommitFrame(correlationId, new String(clientId, StandardCharsets.UTF_8), frame);
    }

    /** The number by which an answer is known to belong to a request. */
    static int correlationId(byte[] answer) {
        return ByteBuffer.wrap(answer).getInt();
    }

    boolean opensRange() {
        return OPEN_RANGE
                .matcher(new String(frame, StandardCharsets.ISO_8859_1))
                .find();
    }

    /** The answer of a coordinator that does not know this member. */
    byte[] refusal() {
        var buffer = ByteBuffer.wrap(frame);
        var header = RequestHeader.parse(buffer);
        var request = OffsetCommitRequest.parse(new ByteBufferAccessor(buffer), header.apiVersion());
        var answer = request.getErrorResponse(0, new UnknownMemberIdException("refused on purpose"));
        var answerHeader = header.toResponseHeader();
        var first = MessageUtil.toByteBufferAccessor(answerHeader.data(), answerHeader.headerVersion())
                .buffer();
        var second = MessageUtil.toByteBufferAccessor(answer.data(), header.apiVersion())
                .buffer();
        var all = ByteBuffer.allocate(first.remaining() + second.remaining());
        return all.put(first).put(second).array();
    }
}
