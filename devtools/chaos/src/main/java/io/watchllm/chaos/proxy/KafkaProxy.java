package io.watchllm.chaos.proxy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes frames between clients and the broker, which names this port to its clients as its own. Offset commits of
 * clients that are watched may be struck, and any request of clients whose ids begin alike.
 */
public final class KafkaProxy implements AutoCloseable {
    private final Listener listener = new Listener("kafka-proxy", this::serve);
    private final Map<String, FaultInjector<Commit>> commits = new ConcurrentHashMap<>();
    private final Map<String, FaultInjector<Request>> requests = new ConcurrentHashMap<>();
    private volatile int brokerPort;

    /**
     * An offset commit that passes by.
     *
     * @param opensRange whether it opens a range in at least one partition
     */
    public record Commit(boolean opensRange) {}

    /**
     * A request of a client, by the number of its kind.
     *
     * @param api one of the constants, or another of Kafka's numbers
     */
    public record Request(int api) {
        /** Records for the broker. */
        public static final int PRODUCE = 0;

        /** The end of a transaction, with or without success. */
        public static final int END_TXN = 26;

        /** Offsets that belong to a transaction. */
        public static final int TXN_OFFSET_COMMIT = 28;
    }

    public int port() {
        return listener.port();
    }

    /** Where the broker listens; there is nobody to talk to before. */
    public void brokerPort(int port) {
        brokerPort = port;
    }

    /** What becomes of the offset commits of this client id. */
    public FaultInjector<Commit> commits(String clientId) {
        return commits.computeIfAbsent(clientId, id -> new FaultInjector<>());
    }

    /** What becomes of the requests of all clients whose ids begin so, but for the commits watched one by one. */
    public FaultInjector<Request> requests(String clientIdPrefix) {
        return requests.computeIfAbsent(clientIdPrefix, id -> new FaultInjector<>());
    }

    private Fault fate(RequestFrame request) {
        if (request.commitsOffsets()) {
            var watched = commits.get(request.clientId());
            if (watched != null) {
                return watched.next(new Commit(request.opensRange()));
            }
        }
        for (var watched : requests.entrySet()) {
            if (request.clientId().startsWith(watched.getKey())) {
                return watched.getValue().next(new Request(request.apiKey()));
            }
        }
        return Fault.PASS;
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        try (var broker = Listener.connect(brokerPort)) {
            var connection = new Connection(client, broker);
            Thread.ofVirtual().name("kafka-proxy-answers").start(connection::passAnswers);
            connection.passRequests();
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket broker;
        private final DataOutputStream toClient;
        private final Map<Integer, Fault> fates = new ConcurrentHashMap<>();
        /** Requests that the broker has and that the client has no answer to. */
        private int underWay;

        private boolean ended;

        Connection(Socket client, Socket broker) throws IOException {
            this.client = client;
            this.broker = broker;
            this.toClient = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), 1 << 16));
        }

        void passRequests() throws IOException, InterruptedException {
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
            var out = new DataOutputStream(new BufferedOutputStream(broker.getOutputStream(), 1 << 16));
            while (true) {
                var frame = in.readNBytes(in.readInt());
                var request = RequestFrame.of(frame);
                var fate = fate(request);
                if (!fate.equals(Fault.PASS)) {
                    switch (fate.reach(Fault.Stage.ARRIVED)) {
                        case PROCEED -> fates.put(request.correlationId(), fate);
                        case REFUSE -> {
                            refuse(request.refusal());
                            continue;
                        }
                        case CLOSE, RESET -> {
                            return;
                        }
                    }
                }
                passing();
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
            }
        }

        private synchronized void passing() {
            underWay++;
        }

        void passAnswers() {
            try {
                var in = new DataInputStream(new BufferedInputStream(broker.getInputStream(), 1 << 16));
                while (true) {
                    var frame = in.readNBytes(in.readInt());
                    var fate = fates.isEmpty() ? null : fates.remove(RequestFrame.correlationId(frame));
                    if (fate != null && fate.reach(Fault.Stage.ANSWERED) != Fault.FaultAction.PROCEED) {
                        break;
                    }
                    answer(frame);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException ended) {
                // Either side may end the connection at any time.
            }
            end();
            close(client);
            close(broker);
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        private synchronized void answer(byte[] frame) throws IOException {
            write(frame);
            underWay--;
            notifyAll();
        }

        /** A client takes answers only in the order of its requests, so the broker's earlier ones come first. */
        private synchronized void refuse(byte[] refusal) throws IOException, InterruptedException {
            while (underWay > 0 && !ended) {
                wait();
            }
            write(refusal);
        }

        private void write(byte[] frame) throws IOException {
            toClient.writeInt(frame.length);
            toClient.write(frame);
            toClient.flush();
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException failure) {
                // It is of no more use either way.
            }
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
