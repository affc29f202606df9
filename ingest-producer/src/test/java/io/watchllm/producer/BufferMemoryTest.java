package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.watchllm.producer.BufferMemory.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(BufferMemoryTest.FAR_TOO_SLOW_SECONDS)
class BufferMemoryTest {

    static final int FAR_TOO_SLOW_SECONDS = 60;
    private static final Duration LONG = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);
    private static final WhenFull WAIT = WhenFull.waitUpTo(LONG);
    private static final WhenFull FAIL_FAST = WhenFull.failFast();

    private final BufferMemory memory = new BufferMemory(10);
    private final List<Thread> threads = new ArrayList<>();

    /** Somebody who asks for room on a thread of its own. */
    private final class Caller {
        private final FutureTask<Answer> answer;
        private final Thread thread;

        Caller(long bytes, WhenFull whenFull) {
            answer = new FutureTask<>(() -> memory.take(bytes, whenFull));
            thread = new Thread(answer);
            threads.add(thread);
            thread.start();
        }

        /** Until it has to wait. */
        Caller waiting() {
            await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }
    }

    @AfterEach
    void endAll() {
        memory.close();
        threads.forEach(Thread::interrupt);
    }

    @Test
    void shouldNotLetANewcomerPassWhoWaits() throws Exception {
        assertThat(memory.take(6, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        var large = new Caller(8, WAIT).waiting();

        assertThat(memory.take(2, FAIL_FAST)).as("it would fit, but is later").isEqualTo(Answer.FULL);
        var small = new Caller(2, WAIT).waiting();
        memory.release(6);

        assertThat(large.answer.get()).isEqualTo(Answer.TAKEN);
        assertThat(small.answer.get()).isEqualTo(Answer.TAKEN);
        assertThat(memory.taken()).isEqualTo(10);
    }

    @Test
    void shouldServeThoseWhoWaitInTheOrderTheyCame() throws Exception {
        assertThat(memory.take(5, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(5, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        var first = new Caller(9, WAIT).waiting();
        var second = new Caller(5, WAIT).waiting();
        var third = new Caller(1, WAIT).waiting();

        memory.release(5);
        assertThat(memory.taken())
                .as("room for the second or the third, not for the first")
                .isEqualTo(5);
        memory.release(5);
        assertThat(first.answer.get()).isEqualTo(Answer.TAKEN);
        second.waiting();
        assertThat(third.answer).as("it would fit, but is later").isNotDone();
        memory.release(9);

        assertThat(second.answer.get()).isEqualTo(Answer.TAKEN);
        assertThat(third.answer.get()).isEqualTo(Answer.TAKEN);
    }

    @Test
    void shouldLetInWhatIsLargerThanTheWholeRoomOnceAllElseHasLeft() throws Exception {
        assertThat(memory.take(1, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        var huge = new Caller(1_000, WAIT).waiting();

        memory.release(1);

        assertThat(huge.answer.get()).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(1, FAIL_FAST)).isEqualTo(Answer.FULL);
    }

    @Test
    void shouldLetTheNextInWhenWhoWasBeforeItGivesUp() throws Exception {
        assertThat(memory.take(6, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        var interrupted = new Caller(8, WAIT).waiting();
        var next = new Caller(2, WAIT).waiting();

        interrupted.thread.interrupt();

        assertThatThrownBy(interrupted.answer::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(next.answer.get()).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(8, WhenFull.waitUpTo(Duration.ofNanos(1)))).isEqualTo(Answer.FULL);
        assertThat(memory.take(2, FAIL_FAST)).isEqualTo(Answer.TAKEN);
    }

    @Test
    void shouldTurnEverybodyAwayWhenClosed() throws Exception {
        assertThat(memory.take(10, FAIL_FAST)).isEqualTo(Answer.TAKEN);
        var first = new Caller(1, WAIT).waiting();
        var second = new Caller(1, WAIT).waiting();

        memory.close();

        assertThat(first.answer.get()).isEqualTo(Answer.CLOSED);
        assertThat(second.answer.get()).isEqualTo(Answer.CLOSED);
        assertThat(memory.take(1, FAIL_FAST)).isEqualTo(Answer.CLOSED);
    }

    @Test
    void shouldServeAnInterruptedCallerThatNeedNotWait() throws Exception {
        Thread.currentThread().interrupt();

        assertThat(memory.take(1, WAIT)).isEqualTo(Answer.TAKEN);

        assertThat(Thread.interrupted())
                .as("the interrupt is left to the caller")
                .isTrue();
    }
}
