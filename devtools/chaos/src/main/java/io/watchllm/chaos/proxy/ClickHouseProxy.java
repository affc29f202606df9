package io.watchllm.chaos.proxy;

import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Passes HTTP requests to ClickHouse, whole, one after the other on each connection; inserts may be struck. */
public final class ClickHouseProxy implements AutoCloseable {
    private static final String TOKEN = "insert_deduplication_token";

    private final int serverPort;
    private final Listener listener;
    private final FaultInjector<Insert> inserts = new FaultInjector<>();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean shut;
    private volatile @Nullable Credentials credentials;

    /**
     * An insert that passes by.
     *
     * @param token its deduplication token
     */
    public record Insert(String token) {}

    /** Who asks. */
    public record Credentials(String user, String password) {}

    /** @param serverPort HTTP port of ClickHouse on this machine */
    public ClickHouseProxy(int serverPort) {
        this.serverPort = serverPort;
        this.listener = new Listener("clickhouse-proxy", this::serve);
    }

    public int port() {
        return listener.port();
    }

    /** What becomes of inserts. */
    public FaultInjector<Insert> inserts() {
        return inserts;
    }

    /** While shut, connections end as soon as they ask for something. */
    public void shut(boolean nowShut) {
        shut = nowShut;
    }

    /** From now on every request says that it comes from this user; null leaves them as they are. */
    public void as(@Nullable Credentials others) {
        credentials = others;
    }

    /** How many inserts the server answered with this code; 0 stands for success. */
    public int answered(int code) {
        var count = answers.get(code);
        return count == null ? 0 : count.get();
    }

    /** True when no insert is on its way to the server or at it. */
    public boolean quiet() {
        return underWay.get() == 0;
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        var in = new BufferedInputStream(client.getInputStream(), 1 << 16);
        for (var asked = HttpMessage.read(in); asked != null; asked = HttpMessage.read(in)) {
            if (shut) {
                return;
            }
            var other = credentials;
            var request = other == null ? asked : asked.as(other.user(), other.password());
            var token = request.parameter(TOKEN);
            var goesOn = token == null
                    ? relay(client, request, Fault.PASS)
                    : insert(client, request, inserts.next(new Insert(token)));
            if (!goesOn) {
                return;
            }
        }
    }

    private boolean insert(Socket client, HttpMessage request, Fault fate) throws IOException, InterruptedException {
        underWay.incrementAndGet();
        try {
            return relay(client, request, fate);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** False when the connection ends here. */
    private boolean relay(Socket client, HttpMessage request, Fault fate) throws IOException, InterruptedException {
        var strike = fate.reach(Stage.ARRIVED);
        if (strike == FaultAction.REFUSE) {
            client.getOutputStream().write(HttpMessage.refusal().bytes());
            return true;
        }
        if (ends(strike, client)) {
            return false;
        }
        try (var server = Listener.connect(serverPort)) {
            var out = server.getOutputStream();
            out.write(request.firstHalf());
            if (ends(fate.reach(Stage.HALF_SENT), client)) {
                return false;
            }
            out.write(request.secondHalf());
            var answer = HttpMessage.read(new BufferedInputStream(server.getInputStream()));
            if (answer == null) {
                return false;
            }
            if (request.parameter(TOKEN) != null) {
                answers.computeIfAbsent(answer.exceptionCode(), code -> new AtomicInteger())
                        .incrementAndGet();
            }
            strike = fate.reach(Stage.ANSWERED);
            if (ends(strike, client)) {
                return false;
            }
            client.getOutputStream().write((strike == FaultAction.REFUSE ? HttpMessage.refusal() : answer).bytes());
            return true;
        }
    }

    /**
     * Whether both connections end here. The server's is closed, never reset: a reset in the wrong moment ends
     * ClickHouse as a library (ClickHouse issue 115666), and it is the sink that is under test.
     */
    private static boolean ends(FaultAction strike, Socket client) throws IOException {
        if (strike == FaultAction.RESET) {
            client.setSoLinger(true, 0);
            client.close();
        }
        return strike == FaultAction.RESET || strike == FaultAction.CLOSE;
    }

    @Override
    public void close() {
        listener.close();
    }
}
