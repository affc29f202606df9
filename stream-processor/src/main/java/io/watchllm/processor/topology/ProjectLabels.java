package io.watchllm.processor.topology;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metric labels of projects. Their ids come from outside, so number and length are bounded: the first
 * {@value #PROJECTS_MAX} have their own label, the others share one.
 */
final class ProjectLabels {

    static final int PROJECTS_MAX = 100;
    static final int CHARACTERS_MAX = 100;
    static final String OTHER = "other";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The label of a project; empty for an empty one. */
    String label(String project) {
        if (project.isEmpty() || known.contains(project)) {
            return project;
        }
        return project.length() <= CHARACTERS_MAX && isAdded(project) ? project : OTHER;
    }

    private synchronized boolean isAdded(String project) {
        if (known.size() < PROJECTS_MAX) {
            known.add(project);
        }
        return known.contains(project);
    }
}
