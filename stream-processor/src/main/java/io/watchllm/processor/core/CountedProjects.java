package io.watchllm.processor.core;

import io.watchllm.schemas.Utf8;
import java.util.HashSet;
import java.util.Set;

/**
 * Under which names the events of projects are counted. What a project is called comes from outside, so that both the
 * length and the number of the names are bounded: what is no project id is counted as {@value #INVALID}, and projects
 * beyond the bound as {@value #OTHER}. For one thread.
 */
public final class CountedProjects {

    /** Counts what is no id of a project: too long, or with a character that none may have. */
    public static final String INVALID = "(invalid)";

    /** Counts the projects for which there was no room. */
    public static final String OTHER = "(other)";

    /** Room for all names together; 40,000 of them at 20 bytes. */
    static final long BYTES_MAX = 4 << 20;

    /** What a name costs besides its bytes: the entries that are counted under it. */
    private static final int BYTES_A_NAME = 80;

    private final long bytesMax;
    private final Set<String> names = new HashSet<>();
    private long bytes;

    /** No names yet. */
    public CountedProjects() {
        this(BYTES_MAX);
    }

    CountedProjects(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether a text can be the id of a project, whatever the settings of this process. */
    public static boolean isId(String project) {
        return !project.isEmpty() && project.indexOf('\0') < 0 && Utf8.fits(project, Sizes.ID_BYTES_MAX);
    }

    /** Takes over a name that is counted under already, be there room or not. */
    public void restore(String name) {
        if (names.add(name)) {
            bytes += cost(name);
        }
    }

    /** The name under which a project is counted; empty for an empty one, which is that of records that do not tell. */
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
