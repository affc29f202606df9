package io.watchllm.teststack;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.child.ClickHouseMain;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/** {@link ClickHouseMain} for a library that is a replica. */
public final class ReplicaMain {
    private ReplicaMain() {}

    /**
     * Sets the address, then runs the library; ends with 1 and a message on standard error when it is not the library
     * that {@link InterserverAddress} knows.
     */
    public static void main(String[] arguments) throws Throwable {
        var library = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
        try {
            InterserverAddress.set(
                    library, Integer.parseInt(System.getProperty(LocalClickHouse.INTERSERVER_PORT_PROPERTY)));
        } catch (IllegalStateException refused) {
            System.err.println(refused.getMessage());
            Runtime.getRuntime().halt(1);
        }
        ClickHouseMain.main(arguments);
    }
}
