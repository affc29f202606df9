package io.watchllm.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaProxyTest {
    private static final String CLIENT = "sink";
    private static final short COMMIT_VERSION = 9;
    private static final short END_VERSION = 5;
    private static final int ROUNDS = 100;

    @Test
    void shouldRefuseACommitBehindTheAnswersOfEarlierRequests() throws Exception {
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = new KafkaProxy()) {
            proxy.brokerPort(broker.getLocalPort());
            var arrived = new Semaphore(0);
            proxy.commits(CLIENT).standing(commit -> {
                arrived.release();
                return Fault.at(Stage.ARRIVED, FaultAction.REFUSE);
            });
            try (var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                    var atBroker = broker.accept()) {
                client.setTcpNoDelay(true);
                // Either answer may come to the client first when nothing orders them, so there are many rounds.
                for (var round = 0; round < ROUNDS; round++) {
                    // Given: a request that the broker has, and a commit behind it.
                    send(client, other(2 * round));
                    assertThat(receive(atBroker).getInt(4)).isEqualTo(2 * round);
                    send(client, commit(2 * round + 1));
                    arrived.acquire();

                    // When
                    send(atBroker, ByteBuffer.allocate(4).putInt(2 * round).array());

                    // Then
                    assertThat(receive(client).getInt()).isEqualTo(2 * round);
                    assertThat(receive(client).getInt()).isEqualTo(2 * round + 1);
                }
            }
        }
    }

    @Test
    void shouldAnswerTheEndOfATransactionAsABrokerThatIsNoCoordinator() throws Exception {
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var proxy = new KafkaProxy()) {
            proxy.brokerPort(broker.getLocalPort());
            proxy.requests("processor")
                    .standing(request -> request.api() == KafkaProxy.Request.END_TXN
                            ? Fault.at(Stage.ARRIVED, FaultAction.REFUSE)
                            : Fault.PASS);
            try (var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                    var atBroker = broker.accept()) {
                // When
                send(client, end(7, "processor-1-producer"));

                // Then: correlation id, tagged fields, throttle time, error.
                var answer = receive(client);
                assertThat(answer.getInt()).isEqualTo(7);
                assertThat(answer.getShort(4 + 1 + 4)).isEqualTo(Errors.NOT_COORDINATOR.code());

                // And: another client's passes.
                send(client, end(8, "someone-else"));
                assertThat(receive(atBroker).getInt(4)).isEqualTo(8);
            }
        }
    }

    private static byte[] end(int correlationId, String clientId) {
        var data = new EndTxnRequestData().setTransactionalId("t").setCommitted(true);
        var request = new EndTxnRequest.Builder(data, true).build(END_VERSION);
        var frame =
                request.serializeWithHeader(new RequestHeader(ApiKeys.END_TXN, END_VERSION, clientId, correlationId));
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] other(int correlationId) {
        return ByteBuffer.allocate(10)
                .putShort(ApiKeys.HEARTBEAT.id)
                .putShort((short) 0)
                .putInt(correlationId)
                .putShort((short) 0)
                .array();
    }

    private static byte[] commit(int correlationId) {
        var data = new OffsetCommitRequestData().setGroupId("group").setMemberId("member");
        var request = OffsetCommitRequest.Builder.forTopicNames(data).build(COMMIT_VERSION);
        var frame = request.serializeWithHeader(
                new RequestHeader(ApiKeys.OFFSET_COMMIT, COMMIT_VERSION, CLIENT, correlationId));
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static void send(Socket socket, byte[] frame) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(Integer.BYTES + frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .array());
    }

    private static ByteBuffer receive(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return ByteBuffer.wrap(in.readNBytes(in.readInt()));
    }
}
