package io.watchllm.validation;

import io.watchllm.schemas.Utf8;
import java.util.HashSet;
import java.util.Set;

/**
 * Project names used in event counts. Names come from outside, so both their length and number are bounded: an invalid
 * project id is counted as {@value #INVALID}, and projects beyond the bound as {@value #OTHER}. Not thread-safe.
 */
public final class CountedProjects {

    /** Counts invalid project ids: too long, or with a forbidden character. */
    public static final String INVALID = "(invalid)";

    /** Counts the projects beyond the bound. */
    public static final String OTHER = "(other)";

    /** Bound for all names together; enough for 40,000 names of 20 bytes. */
    static final long BYTES_MAX = 4 << 20;

    /** Cost of a name besides its bytes: its entries in the counts. */
    private static final int BYTES_A_NAME = 80;

    private final long bytesMax;
    private final Set<String> names = new HashSet<>();
    private long bytes;

    /** Starts without names. */
    public CountedProjects() {
        this(BYTES_MAX);
    }

    CountedProjects(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether a text is a valid project id, independent of this process's settings. */
    public static boolean isId(String project) {
        return !project.isEmpty() && project.indexOf('\0') < 0 && Utf8.fits(project, Sizes.ID_BYTES_MAX);
    }

    /** Adds a name that already has counts, even beyond the bound. */
    public void restore(String name) {
        if (names.add(name)) {
            bytes += cost(name);
        }
    }

    /** The name under which a project is counted; empty for records that do not name a project. */
    public String name(String project) {
        if (project.isEmpty() || names.contains(project)) {
            return project;
        }
        if (!isId(project)) {
            return INVALID;
        }
        if (bytes + cost(project) > bytesMax) {
            return OTHER;
        }
        restore(project);
        return project;
    }

    private static long cost(String name) {
        return Utf8.length(name) + BYTES_A_NAME;
    }
}
