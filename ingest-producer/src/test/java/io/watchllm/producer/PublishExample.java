package io.watchllm.producer;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The example of {@link EventPublisher}'s Javadoc; {@link EventPublisherTest} runs it. */
final class PublishExample {

    private PublishExample() {}

    static CompletableFuture<PublishReceipt> run(EventPublisherBuilder builder) {
        // @start region="publish"
        EventPublisher publisher = builder // EventPublisher.builder()
                .bootstrap("localhost:9092")
                .schemaRegistry("http://localhost:8081")
                .whenFull(WhenFull.waitUpTo(Duration.ofMillis(200)))
                .kafka("linger.ms", "5")
                .build();

        Event event = Event.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setProjectId("shop")
                .setRunId("run-1")
                .setTimestamp(Instant.now())
                .setPayload(PromptCall.newBuilder()
                        .setPrompt("What is in my basket?")
                        .setResponse("A kettle.")
                        .setModel("gpt-4o-mini")
                        .setTokensInput(12)
                        .setTokensOutput(5)
                        .setLatencyMs(430)
                        .setStatus(Status.success)
                        .build())
                .build();
        CompletableFuture<PublishReceipt> receipt = publisher.publish(event).whenComplete((stored, failure) -> {
            if (failure != null) {
                System.err.println("event not published: " + failure.getMessage());
            }
        });

        // Once, when the application ends:
        CloseReport report = publisher.close(Duration.ofSeconds(5));
        if (!report.complete()) {
            System.err.println(report.unacknowledged() + " events may be lost");
        }
        // @end
        return receipt;
    }
}
