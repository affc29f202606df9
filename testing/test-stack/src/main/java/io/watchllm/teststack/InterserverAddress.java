package io.watchllm.teststack;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes the embedded ClickHouse library a replica, for tests alone: nothing that ships contains this class.
 *
 * <p>A replicated table tells Keeper the address at which other replicas can get its parts, and stays read-only without
 * one. A server reads the address from its configuration; {@code clickhouse local}, and so the library, has no way to
 * set it. So the function that returns it, {@code Context::getInterserverIOAddress}, is overwritten in memory, in the
 * library of {@link #VERSION} for Linux on x64, after a check that it is that function. The file stays as it is.
 *
 * <p>Nothing listens there. A replica that lacks a part would ask for it, and the library dies of that: run
 * {@code SYSTEM STOP FETCHES} on such a replica before the other one has parts.
 */
final class InterserverAddress {
    /** The version of the library whose function is known here. */
    static final String VERSION = "26.7.3-stable.1";

    private static final String HOST = "127.0.0.1";

    /** An exported symbol, as the function itself is none, and how far behind it the function lies. */
    private static final String LANDMARK = "chdb_query_cmdline";

    private static final long DISTANCE = 0x1417c9c0L - 0xf211700L;

    /** How it begins: as much as is overwritten, and a few bytes more. */
    static final byte[] ORIGINAL = HexFormat.of()
            .parseHex("4156534883ec484c8b36490fbe8e670100004885c9498b96580100004889c8480f48c24885c07454"
                    + "410fb786680100006685c07447");

    private static final long PAGE_BYTES = 4096;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;

    private InterserverAddress() {}

    /** Why the library can't be a replica on this machine, and what would help; empty when it can. */
    static Optional<String> obstacle(String system, String architecture) {
        return system.equals("Linux") && architecture.equals("amd64")
                ? Optional.empty()
                : Optional.of("ClickHouse as a library can be a replica on Linux on amd64 alone; this is " + system
                        + " on " + architecture + ". Put a clickhouse binary on the PATH, or name the address of one"
                        + " in WATCHLLM_CLICKHOUSE_BINARY_URL.");
    }

    /**
     * Makes the library answer with this port of loopback, from now on.
     *
     * @throws IllegalStateException when it is another library, or the system lets nobody change code
     */
    static void set(SymbolLookup library, int port) throws Throwable {
        var function = library.findOrThrow(LANDMARK).address() + DISTANCE;
        overwrite(MemorySegment.ofAddress(function).reinterpret(ORIGINAL.length), port);
    }

    /** Makes the function at this place answer so; it must begin with {@link #ORIGINAL}. */
    static void overwrite(MemorySegment function, int port) throws Throwable {
        if (!Arrays.equals(function.toArray(ValueLayout.JAVA_BYTE), ORIGINAL)) {
            throw new IllegalStateException("This ClickHouse library can't be a replica: its function"
                    + " Context::getInterserverIOAddress is not where version " + VERSION
                    + " for Linux on x64 has it. Put a clickhouse binary on the PATH in its place.");
        }
        protect(function, READ | WRITE | EXECUTE);
        function.copyFrom(MemorySegment.ofArray(answer(port)));
        protect(function, READ | EXECUTE);
    }

    /**
     * Fills the pair that the caller made room for, and returns: a string of libc++ in its short form (up to 22 bytes,
     * its length in the last of 24), then the port.
     */
    private static byte[] answer(int port) {
        var host = HOST.getBytes(StandardCharsets.US_ASCII);
        var string = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        string.put(0, host).put(23, (byte) host.length);
        var code = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        for (var at = 0; at < string.capacity(); at += Long.BYTES) {
            code.put(new byte[] {0x48, (byte) 0xb8}).putLong(string.getLong(at)); // mov rax, 8 bytes
            code.put(new byte[] {0x48, (byte) 0x89, 0x47, (byte) at}); // mov [rdi + at], rax
        }
        code.put(new byte[] {0x66, (byte) 0xc7, 0x47, 24}).putShort((short) port); // mov word [rdi + 24], port
        return code.put(new byte[] {0x48, (byte) 0x89, (byte) 0xf8, (byte) 0xc3}) // mov rax, rdi; ret
                .array();
    }

    private static void protect(MemorySegment code, int allowed) throws Throwable {
        var begin = code.address() & -PAGE_BYTES;
        var length = code.address() + code.byteSize() - begin;
        if ((int) mprotect().invoke(MemorySegment.ofAddress(begin), length, allowed) != 0) {
            throw new IllegalStateException("This ClickHouse library can't be a replica: the system lets nobody change"
                    + " code in memory (mprotect). Put a clickhouse binary on the PATH in its place.");
        }
    }

    private static MethodHandle mprotect() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("mprotect"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }
}
