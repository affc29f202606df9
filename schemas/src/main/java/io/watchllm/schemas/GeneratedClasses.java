package io.watchllm.schemas;

import java.util.Set;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the classes generated from our schemas may be made from data. Avro makes none but those on its list
 * (a schema names classes, and a schema may come from anyone). Whoever builds or reads one of our records need not
 * think of it ({@link ContractRecord}); who lets a deserializer find the class by its name, before any of ours was
 * used, calls {@link #trust} first.
 */
public final class GeneratedClasses {

    private static final Set<String> PACKAGES = Set.of("io.watchllm.events", "io.watchllm.rows", "io.watchllm.control");

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> PACKAGES.contains(type.getPackageName())));
    }

    private GeneratedClasses() {}

    /**
     * Adds our classes to what Avro trusts in this JVM; whatever it trusted before stays. Doing it again changes
     * nothing.
     */
    public static void trust() {
        // The work is done once, when this class is loaded.
    }
}
