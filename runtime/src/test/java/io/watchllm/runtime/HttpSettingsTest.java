package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {
    /** Whatever a process can listen on, its own health check can ask. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, http://127.0.0.1:8080",
        "127.0.0.1, http://127.0.0.1:8080",
        "localhost, http://localhost:8080",
        "::, http://[::1]:8080",
        "[::], http://[::1]:8080",
        "0:0:0:0:0:0:0:0, http://[::1]:8080",
        "::1, http://[::1]:8080",
        "[::1], http://[::1]:8080",
        "2001:db8::7, http://[2001:db8::7]:8080",
        "fe80::1%eth0, http://[fe80::1%25eth0]:8080",
    })
    void shouldBeAskedFromItsOwnMachine(String host, String address) {
        var local = new HttpSettings(host, 8080).local();

        assertThat(local).hasToString(address);
        assertThat(local.getHost()).isNotNull();
    }
}
