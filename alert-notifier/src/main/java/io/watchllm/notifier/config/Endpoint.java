package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Format;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Address of a target. It may itself be a secret, as Slack's is, so it is never shown.
 *
 * @param address http or https
 * @param secret for signing or authentication; empty for none
 * @param timeout limit of one attempt
 */
public record Endpoint(Secret address, Secret secret, Duration timeout) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");
    private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

    /** The address as a URI; its text must not reach a log. */
    public URI uri() {
        return URI.create(address.reveal());
    }

    /**
     * Reads the endpoint's variables.
     *
     * @throws ConfigException when one is missing or invalid; names it, and shows no value
     */
    static Endpoint of(TargetEntry entry, Environment environment) {
        var name = entry.target().name();
        var address = entry.target().format() == Format.PAGERDUTY
                        && entry.urlVariable().isEmpty()
                ? PAGERDUTY
                : variable(entry.urlVariable(), "the address of target " + name, environment)
                        .strip();
        if (!usable(address)) {
            throw new ConfigException(
                    entry.urlVariable(),
                    "can't use (hidden) as the address of target " + name + ": expected an http or https URL.");
        }
        if (!entry.allowHttp() && readableOnTheWay(URI.create(address))) {
            throw new ConfigException(
                    entry.urlVariable(),
                    "can't use (hidden) as the address of target " + name
                            + ": anyone on the way can read what http carries. Expected an https URL, or allow_http: true"
                            + " in the target.");
        }
        var secret = entry.secretVariable().isEmpty()
                ? Secret.EMPTY
                : new Secret(variable(entry.secretVariable(), "the secret of target " + name, environment));
        return new Endpoint(new Secret(address), secret, entry.timeout());
    }

    private static String variable(String variable, String what, Environment environment) {
        var value = environment.variables().getOrDefault(variable, "");
        if (value.isBlank()) {
            throw new ConfigException(variable, "must be set: it holds " + what + ".");
        }
        return value;
    }

    private static boolean readableOnTheWay(URI address) {
        return "http".equals(address.getScheme())
                && !LOOPBACK.matcher(address.getHost()).matches();
    }

    private static boolean usable(String address) {
        try {
            var uri = URI.create(address);
            return uri.getHost() != null && List.of("http", "https").contains(String.valueOf(uri.getScheme()));
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }
}
