package io.watchllm.schemas;

import java.util.Set;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the classes generated from our schemas may be made from data. Avro makes none but those on its list
 * (a schema names classes, and a schema may come from anyone); who uses Avro or the Confluent serdes with our classes
 * before anything else of this package calls {@link #trust} first.
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
