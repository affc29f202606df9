package io.watchllm.processor;

import io.watchllm.privacy.PrivacyRules;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Setting that names the file of privacy rules. Read by every component that may write data not yet redacted. */
public final class PrivacySettings {

    private static final Setting<Optional<Path>> RULES = Setting.path(
                    "WATCHLLM_PRIVACY_RULES",
                    null,
                    "JSON file with the rules by which events and dead letters are redacted (docs/operators/privacy.md); if not set, nothing is redacted.")
            .optional();

    public static final List<Setting<?>> SETTINGS = List.of(RULES);

    private PrivacySettings() {}

    /**
     * The rules named by this environment, or none.
     *
     * @throws ConfigException when the file can't be read or used; names each problem and its position
     */
    public static PrivacyRules from(Environment environment) {
        return environment.value(RULES).map(PrivacySettings::read).orElse(PrivacyRules.NONE);
    }

    private static PrivacyRules read(Path file) {
        try {
            return PrivacyRules.parse(Files.readString(file));
        } catch (IOException problem) {
            throw new ConfigException(
                    RULES.name(), "can't read '" + file + "' (" + problem + "). Expected a JSON file with rules.");
        } catch (StrictFileException problem) {
            throw new ConfigException(RULES.name(), "can't use '" + file + "': " + problem.getMessage() + ".");
        }
    }
}
