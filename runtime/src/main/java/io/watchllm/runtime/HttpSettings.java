package io.watchllm.runtime;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Address at which a process serves its health and metrics.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 */
public record HttpSettings(String host, int port) {
    /** The IPv6 wildcard address in any spelling. */
    private static final Pattern IPV6_WILDCARD = Pattern.compile("\\[?[0:]*:[0:]*]?");

    private static final Setting<String> HOST =
            Setting.text("WATCHLLM_HTTP_HOST", "0.0.0.0", "Address on which health and metrics are served.");
    private static final Setting<Integer> PORT = Setting.integer(
            "WATCHLLM_HTTP_PORT",
            0,
            65_535,
            8080,
            "Port on which health and metrics are served; 0 takes any free one.");

    public static final List<Setting<?>> SETTINGS = List.of(HOST, PORT);

    /** URL of a process with these settings, from its own machine. */
    public URI local() {
        return URI.create("http://" + reachable() + ":" + port);
    }

    private String reachable() {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case String address when address.indexOf(':') < 0 -> address;
            case String address -> IPV6_WILDCARD.matcher(address).matches() ? "[::1]" : bracketed(address);
        };
    }

    /** An IPv6 address in URL syntax; a zone such as {@code %eth0} is escaped. */
    private static String bracketed(String address) {
        var escaped = address.replaceFirst("%(?!25)", "%25");
        return escaped.startsWith("[") ? escaped : "[" + escaped + "]";
    }

    public static HttpSettings from(Environment environment) {
        return new HttpSettings(environment.value(HOST), environment.value(PORT));
    }
}
