package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether requests run on virtual threads. */
public enum VirtualThreads {
    /** On where the running JDK has them (21 and later). */
    @JsonProperty("auto")
    AUTO,
    /** On; refused on a JDK without them. */
    @JsonProperty("on")
    ON,
    /** Off. */
    @JsonProperty("off")
    OFF;

    private static final int FIRST_JDK = 21;

    /**
     * Whether to use them on this JDK.
     *
     * @param jdk feature release of the running JDK, for example 17
     */
    boolean on(int jdk) {
        return switch (this) {
            case AUTO -> jdk >= FIRST_JDK;
            case ON -> {
                if (jdk < FIRST_JDK) {
                    throw new IllegalArgumentException(
                            "virtualThreads is on, but JDK " + jdk + " has none: use JDK 21 or later, or 'auto'");
                }
                yield true;
            }
            case OFF -> false;
        };
    }
}
