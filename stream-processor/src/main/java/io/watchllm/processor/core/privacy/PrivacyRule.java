package io.watchllm.processor.core.privacy;

import java.util.Set;

/**
 * One rule: what is found where, and what stands there afterwards.
 *
 * @param name unique among the rules; label of the metric
 * @param finder finds it
 * @param projects the projects that it holds for; empty for all
 * @param exceptProjects projects that it does not hold for
 * @param fields the fields that it looks into
 * @param replacement stands in the place of a match
 */
record PrivacyRule(
        String name,
        Finder finder,
        Set<String> projects,
        Set<String> exceptProjects,
        Set<PrivacyField> fields,
        String replacement) {

    PrivacyRule {
        projects = Set.copyOf(projects);
        exceptProjects = Set.copyOf(exceptProjects);
        fields = Set.copyOf(fields);
    }

    boolean isFor(String project) {
        return (projects.isEmpty() || projects.contains(project)) && !exceptProjects.contains(project);
    }
}
