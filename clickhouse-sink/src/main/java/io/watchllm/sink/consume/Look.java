package io.watchllm.sink.consume;

import io.watchllm.sink.write.DedupNotGuaranteedException;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the table gave.
 *
 * @param opened the table; null when something is in the way
 * @param trouble what is in the way, for a person
 * @param config whether only a person can mend that
 */
record Look(TableAccess.@Nullable Opened opened, String trouble, boolean config) {

    /** Looks; never throws for what it finds. */
    static Look at(TableAccess access) {
        try {
            return new Look(access.open(), "", false);
        } catch (DedupNotGuaranteedException gaps) {
            return new Look(null, String.valueOf(gaps.getMessage()), true);
        } catch (TableUnreadableException trouble) {
            return new Look(null, String.valueOf(trouble.getMessage()), false);
        } catch (RuntimeException failure) {
            // Whatever it is, the table is looked at again: nothing is lost by waiting.
            return new Look(null, "the table could not be looked at: " + failure, false);
        }
    }
}
