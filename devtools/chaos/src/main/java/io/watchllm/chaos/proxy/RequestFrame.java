package io.watchllm.chaos.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A request of a Kafka client as it is on the wire. Not all of the Kafka classes used here are public API; no other
 * class of this module touches them.
 */
// The frame is only looked at.
@SuppressWarnings("ArrayRecordComponent")
record RequestFrame(short apiKey, int correlationId, String clientId, byte[] frame) {
    /** The note of a range that may land, as the sink puts it into a commit. */
    private static final Pattern OPEN_RANGE = Pattern.compile("v\\d\\|\\d+\\|\\d+\\|\\d+\\|");

    static RequestFrame of(byte[] frame) {
        var buffer = ByteBuffer.wrap(frame);
        var apiKey = buffer.getShort();
        buffer.getShort();
        var correlationId = buffer.getInt();
        var clientId = new byte[Math.max(0, buffer.getShort())];
        buffer.get(clientId);
        return new RequestFrame(apiKey, correlationId, new String(clientId, StandardCharsets.UTF_8), frame);
    }

    /** The number by which an answer is known to belong to a request. */
    static int correlationId(byte[] answer) {
        return ByteBuffer.wrap(answer).getInt();
    }

    boolean commitsOffsets() {
        return apiKey == ApiKeys.OFFSET_COMMIT.id;
    }

    boolean opensRange() {
        return OPEN_RANGE
                .matcher(new String(frame, StandardCharsets.ISO_8859_1))
                .find();
    }

    /**
     * The answer to a commit of a coordinator that does not know this member, or to anything else of no coordinator.
     */
    byte[] refusal() {
        var buffer = ByteBuffer.wrap(frame);
        var header = RequestHeader.parse(buffer);
        var request = AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), new ByteBufferAccessor(buffer))
                .request;
        var answer = request.getErrorResponse(
                0,
                commitsOffsets()
                        ? new UnknownMemberIdException("refused on purpose")
                        : new NotCoordinatorException("refused on purpose"));
        var answerHeader = header.toResponseHeader();
        var first = MessageUtil.toByteBufferAccessor(answerHeader.data(), answerHeader.headerVersion())
                .buffer();
        var second = MessageUtil.toByteBufferAccessor(answer.data(), header.apiVersion())
                .buffer();
        var all = ByteBuffer.allocate(first.remaining() + second.remaining());
        return all.put(first).put(second).array();
    }
}
