package io.watchllm.processor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Clients some of whose commits time out, whether the transaction is committed or not; they make of that what the
 * clients below make of it. What a broker does that is slow for longer than {@code max.block.ms}, without the wait.
 */
final class LostCommits implements KafkaClientSupplier {

    private static final int EVERY = 6;

    private final KafkaClientSupplier clients;
    private final UnaryFault fault;
    private final int most;
    private int commits;
    private final AtomicInteger lost = new AtomicInteger();

    /** What a time-out becomes. */
    @FunctionalInterface
    interface UnaryFault {
        RuntimeException of(TimeoutException timeout);
    }

    /**
     * @param fault what the clients make of a time-out
     * @param most so many commits time out, one of each six
     */
    LostCommits(KafkaClientSupplier clients, UnaryFault fault, int most) {
        this.clients = clients;
        this.fault = fault;
        this.most = most;
    }

    /** Commits that were tried. */
    synchronized int commits() {
        return commits;
    }

    /** Commits that timed out. */
    int lost() {
        return lost.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        var producer = clients.getProducer(config);
        // Kafka Streams commits a second time before it revives tasks; that is to fail, too.
        var again = new AtomicInteger();
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                LostCommits.class.getClassLoader(), new Class<?>[] {Producer.class}, (_, method, call) -> {
                    if (method.getName().equals("commitTransaction") && isLost(again)) {
                        throw fault.of(new TimeoutException("made by a test"));
                    }
                    try {
                        return method.invoke(producer, call);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private synchronized boolean isLost(AtomicInteger again) {
        if (again.get() > 0) {
            again.decrementAndGet();
            return true;
        }
        if (++commits % EVERY == 0 && lost.get() < most) {
            lost.incrementAndGet();
            again.set(1);
            return true;
        }
        return false;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return clients.getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return clients.getGlobalConsumer(config);
    }
}
