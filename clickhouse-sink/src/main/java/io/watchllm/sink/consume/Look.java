package io.watchllm.sink.consume;

import io.watchllm.sink.write.DedupNotGuaranteedException;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * Result of a look at the table.
 *
 * @param opened the table; null when it can't be used
 * @param trouble why it can't be used
 * @param config whether only an operator can fix that
 */
record Look(TableAccess.@Nullable Opened opened, String trouble, boolean config) {

    /** Looks at the table; reports every failure in the result instead of throwing it. */
    static Look at(TableAccess access) {
        try {
            return new Look(access.open(), "", false);
        } catch (DedupNotGuaranteedException gaps) {
            return new Look(null, String.valueOf(gaps.getMessage()), true);
        } catch (TableUnreadableException trouble) {
            return new Look(null, String.valueOf(trouble.getMessage()), false);
        } catch (RuntimeException failure) {
            // Whatever it is, the table is checked again: waiting loses nothing.
            return new Look(null, "the table could not be looked at: " + failure, false);
        }
    }
}
