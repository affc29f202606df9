package io.watchllm.pricing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Provider names of OpenTelemetry, SDKs and LiteLLM's list, and the makers of models by model name. */
final class Providers {

    /** Names that mean one provider of the list. */
    private static final Map<String, String> CANONICAL = Map.ofEntries(
            Map.entry("aws.bedrock", "bedrock"),
            Map.entry("aws_bedrock", "bedrock"),
            Map.entry("amazon_bedrock", "bedrock"),
            Map.entry("aws", "bedrock"),
            Map.entry("bedrock_converse", "bedrock"),
            Map.entry("azure.ai.openai", "azure"),
            Map.entry("azure.openai", "azure"),
            Map.entry("azure_openai", "azure"),
            Map.entry("azure_text", "azure"),
            Map.entry("az.ai.openai", "azure"),
            Map.entry("azure.ai.inference", "azure_ai"),
            Map.entry("az.ai.inference", "azure_ai"),
            Map.entry("gcp.gemini", "gemini"),
            Map.entry("google_genai", "gemini"),
            Map.entry("google_ai_studio", "gemini"),
            Map.entry("gcp.vertex_ai", "vertex_ai"),
            Map.entry("google_vertexai", "vertex_ai"),
            Map.entry("vertexai", "vertex_ai"),
            Map.entry("vertex", "vertex_ai"),
            Map.entry("mistral_ai", "mistral"),
            Map.entry("mistralai", "mistral"),
            Map.entry("x_ai", "xai"),
            Map.entry("x.ai", "xai"),
            Map.entry("cohere_chat", "cohere"),
            Map.entry("ibm.watsonx.ai", "watsonx"),
            Map.entry("together", "together_ai"),
            Map.entry("fireworks", "fireworks_ai"),
            Map.entry("text-completion-openai", "openai"),
            Map.entry("text-completion-codestral", "codestral"),
            Map.entry("fireworks_ai-embedding-models", "fireworks_ai"));

    /** Ambiguous names; the first candidate that has the model is used. */
    private static final Map<String, List<String>> SEVERAL = Map.of(
            "google", List.of("google", "gemini", "vertex_ai"),
            "gcp.gen_ai", List.of("gcp.gen_ai", "gemini", "vertex_ai"),
            "gcp", List.of("gcp", "vertex_ai", "gemini"),
            "azure", List.of("azure", "azure_ai"),
            "azure_ai", List.of("azure_ai", "azure"));

    /** Prefixes of model names and their makers, for calls that do not name a provider. */
    private static final List<Map.Entry<String, List<String>>> HOMES = List.of(
            Map.entry("gpt-", List.of("openai")),
            Map.entry("o1", List.of("openai")),
            Map.entry("o3", List.of("openai")),
            Map.entry("o4", List.of("openai")),
            Map.entry("chatgpt", List.of("openai")),
            Map.entry("codex", List.of("openai")),
            Map.entry("ft:", List.of("openai")),
            Map.entry("text-embedding-", List.of("openai")),
            Map.entry("claude", List.of("anthropic")),
            Map.entry("gemini", List.of("gemini", "vertex_ai")),
            Map.entry("mistral", List.of("mistral")),
            Map.entry("ministral", List.of("mistral")),
            Map.entry("magistral", List.of("mistral")),
            Map.entry("codestral", List.of("mistral")),
            Map.entry("devstral", List.of("mistral")),
            Map.entry("pixtral", List.of("mistral")),
            Map.entry("open-mi", List.of("mistral")),
            Map.entry("deepseek", List.of("deepseek")),
            Map.entry("grok", List.of("xai")),
            Map.entry("command", List.of("cohere")),
            Map.entry("kimi", List.of("moonshot")),
            Map.entry("glm", List.of("zai")),
            Map.entry("qwen", List.of("dashscope")),
            Map.entry("sonar", List.of("perplexity")));

    /** Regions and makers that Bedrock puts before a model name, separated by a dot. */
    private static final Set<String> POINT_PREFIXES = Set.of(
            "us",
            "us-gov",
            "eu",
            "apac",
            "ap",
            "jp",
            "au",
            "ca",
            "global",
            "anthropic",
            "amazon",
            "meta",
            "mistral",
            "cohere",
            "ai21",
            "deepseek",
            "openai",
            "qwen",
            "google",
            "nvidia",
            "writer",
            "zai",
            "moonshot");

    private Providers() {}

    /** Canonical name of a provider: lower case, and LiteLLM's where it has several. */
    static String canonical(String name) {
        if (name.isEmpty()) {
            return name;
        }
        var lower = name.strip().toLowerCase(Locale.ROOT);
        // LiteLLM has a provider for each kind of model that Vertex AI serves.
        return lower.startsWith("vertex_ai-") ? "vertex_ai" : CANONICAL.getOrDefault(lower, lower);
    }

    /** Candidate providers of a call, most likely first; empty when the call does not name one. */
    static List<String> meant(String name) {
        var canonical = canonical(name);
        return canonical.isEmpty() ? List.of() : SEVERAL.getOrDefault(canonical, List.of(canonical));
    }

    /** Makers of a model, by its lower-case name; empty when the name does not tell. */
    static List<String> home(String model) {
        for (var home : HOMES) {
            if (model.startsWith(home.getKey())) {
                return home.getValue();
            }
        }
        return List.of();
    }

    /** Whether this word before a dot is a region or a maker rather than part of the model's name. */
    static boolean isPointPrefix(String word) {
        return POINT_PREFIXES.contains(word);
    }
}
