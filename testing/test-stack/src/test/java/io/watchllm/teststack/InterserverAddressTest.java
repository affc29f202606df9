package io.watchllm.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.watchllm.localstack.LocalClickHouse;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InterserverAddressTest {
    private static final long PAGE_BYTES = 4096;

    @Test
    void shouldAnswerWithTheAddressAsTheCallerReadsIt() throws Throwable {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        var function = function();

        InterserverAddress.overwrite(function, 50_001);

        try (var arena = Arena.ofConfined()) {
            var answer = arena.allocate(32);
            Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invoke(answer);
            assertThat(answer.getString(0, StandardCharsets.US_ASCII)).isEqualTo("127.0.0.1");
            assertThat(answer.get(ValueLayout.JAVA_BYTE, 23)).isEqualTo((byte) 9);
            assertThat(Short.toUnsignedInt(answer.get(ValueLayout.JAVA_SHORT, 24)))
                    .isEqualTo(50_001);
        }
    }

    @Test
    void shouldLeaveCodeAloneThatIsNotTheOneExpected() {
        var function = function();
        function.set(ValueLayout.JAVA_BYTE, 40, (byte) 0x90);
        var before = function.toArray(ValueLayout.JAVA_BYTE);

        assertThatThrownBy(() -> InterserverAddress.overwrite(function, 9009))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(InterserverAddress.VERSION)
                .hasMessageContaining("clickhouse binary");
        assertThat(function.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
    }

    @Test
    void shouldKnowTheLibraryThatIsFetched() {
        assertThat(LocalClickHouse.LIBRARY_VERSION).isEqualTo(InterserverAddress.VERSION);
    }

    @Test
    void shouldSayWhereTheLibraryCanBeAReplica() {
        assertThat(InterserverAddress.obstacle("Linux", "amd64")).isEmpty();
        assertThat(InterserverAddress.obstacle("Mac OS X", "amd64")).isPresent();
        assertThat(InterserverAddress.obstacle("Linux", "aarch64"))
                .hasValueSatisfying(
                        obstacle -> assertThat(obstacle).contains("this is Linux on aarch64", "WATCHLLM_CLICKHOUSE_"));
    }

    /** In a page of its own that stays, as it can't be written to afterwards. */
    private static MemorySegment function() {
        var page = Arena.global().allocate(PAGE_BYTES, PAGE_BYTES);
        MemorySegment.copy(
                MemorySegment.ofArray(InterserverAddress.ORIGINAL), 0, page, 0, InterserverAddress.ORIGINAL.length);
        return page.asSlice(0, InterserverAddress.ORIGINAL.length);
    }
}
