package io.watchllm.schemas;

import java.util.Set;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Registers the classes generated from our schemas as trusted in Avro, which instantiates only classes on its list (a
 * schema names classes, and may come from anyone). Code that builds or reads our records need not call this
 * ({@link ContractRecord}); code that lets a deserializer find a class by name before any of ours was used calls
 * {@link #trust} first.
 */
public final class GeneratedClasses {

    private static final Set<String> PACKAGES =
            Set.of("io.watchllm.events", "io.watchllm.rows", "io.watchllm.control", "io.watchllm.alerting.snapshot");

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> PACKAGES.contains(type.getPackageName())));
    }

    private GeneratedClasses() {}

    /** Adds our classes to Avro's trusted ones in this JVM, keeping the existing ones. Idempotent. */
    public static void trust() {
        // The static initializer does the work, once.
    }
}
