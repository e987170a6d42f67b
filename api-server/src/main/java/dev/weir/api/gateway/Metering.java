package dev.weir.api.gateway;

import dev.weir.api.keys.Caller;

/** Records what a call used, before its first byte leaves. Never blocks and never throws. */
@FunctionalInterface
public interface Metering {

    /**
     * One call was answered.
     *
     * @param caller who pays
     * @param posts posts handed out, at least 0
     */
    void record(Caller caller, long posts);
}
