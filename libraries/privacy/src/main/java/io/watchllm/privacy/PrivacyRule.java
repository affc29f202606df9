package io.watchllm.privacy;

import java.util.Set;

/**
 * A redaction rule.
 *
 * @param name unique among the rules; label of the metric
 * @param projects the projects it applies to; empty for all
 * @param exceptProjects projects it does not apply to
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
